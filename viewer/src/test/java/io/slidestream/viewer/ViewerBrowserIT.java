package io.slidestream.viewer;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.slidestream.contracts.MapId;
import io.slidestream.mapfiles.cohort.Cohort;
import io.slidestream.mapfiles.cohort.CohortHtml;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see, in a real browser. Any error in the console and any request elsewhere fails a test. */
@SuppressWarnings("NullAway.Init") // by JUnit
class ViewerBrowserIT {
    private static final double PATIENCE_MILLIS = 60_000;

    @TempDir
    static Path folder;

    private static Chromium chromium;
    private static ShownSlides slides;
    private static URI viewer;

    private final List<String> errors = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.start();
        slides = new ShownSlides(folder);
        viewer = slides.start(null);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    @AfterAll
    static void stop() {
        if (slides != null) {
            slides.close();
            chromium.close();
        }
    }

    @BeforeEach
    void open() {
        context = chromium.browser.newContext();
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onPageError(errors::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(viewer.toString()) && !request.url().startsWith("data:")) {
                errors.add("asked for " + request.url());
            }
        });
    }

    @AfterEach
    void close() {
        context.close();
        assertThat(errors).isEmpty();
    }

    @Test
    void list_showsStates_andIsSearchedAndFiltered() {
        page.navigate(viewer.toString());
        assertThat(page.locator("#rows tr")).hasCount(4);
        assertThat(row("S3")).containsText("No map");
        assertThat(row("S3")).containsText("--mpp");
        assertThat(row("S1").locator("td").nth(3)).hasText(Pattern.compile("\\d+\\.\\d\\d"));
        assertNoBarriers();

        page.fill("#search", "s2");
        assertThat(page.locator("#rows tr")).hasCount(1);
        page.fill("#search", "nothing of this name");
        assertThat(page.locator("#empty")).containsText("Nothing matches");
        page.fill("#search", "");
        page.locator("input[name=state][value=rejected]").check();
        assertThat(page.locator("#rows tr")).hasCount(1);
        assertThat(page).hasURL(Pattern.compile(".*state=rejected"));
    }

    @Test
    void map_liesOnTheSlide_andTellsOfEachTile() {
        page.navigate(at(slides.mapped.mapId()) + "#x=1456&y=1232&zoom=0.5&layer=classes&opacity=1");
        awaitDrawn();
        assertThat(page.locator("#legend tr.strong")).containsText("TUM");
        assertThat(page.locator("#files")).containsText("tiles.csv");
        hover(0, 0);
        assertThat(page.locator("#pointer")).containsText("Unread: unreadable");
        hover(0, -112);
        assertThat(page.locator("#pointer")).containsText("Tile 6, 4");
        assertThat(page.locator("#legend td.best")).hasText(Pattern.compile("[5-9]\\d\\.\\d"));
        assertNoBarriers();

        String coloured = pixelAbove(112);
        page.keyboard().press("m");
        assertThat(pixelAbove(112)).isEqualTo("0,0,0,0").isNotEqualTo(coloured);
        page.keyboard().press("1");
        assertThat(page.locator("#regions-sum")).containsText("TUM at 50 % or more");
    }

    /** From the open page to a region in one key, and the numbers are those of the report. */
    @Test
    void page_opensOnTheTumour_andLeadsFromRegionToRegion() throws IOException {
        JsonNode tumour = new ObjectMapper()
                .readTree(slides.results.resolve("S1/summary.json").toFile())
                .path("tumorRegions");
        page.navigate(at(slides.mapped.mapId()));
        assertThat(page.locator("input[name=layer][value=tumour]")).isChecked();
        assertThat(page.locator("input[name=style][value=outline]")).isChecked();
        assertThat(page.locator("#regions li")).hasCount(tumour.path("count").asInt());
        assertThat(page.locator("#regions-sum"))
                .containsText(String.format(
                        Locale.ROOT, "%.3f mm²", tumour.path("areaMm2").asDouble()));
        for (int i = 0; i < tumour.path("count").asInt(); i++) {
            JsonNode region = tumour.path("largest").path(i);
            assertThat(page.locator("#regions li").nth(i))
                    .hasText(String.format(
                            Locale.ROOT,
                            "%d%.3f mm²%.0f %%%.2f mm",
                            i + 1,
                            region.path("areaMm2").asDouble(),
                            region.path("meanProbability").asDouble() * 100,
                            region.path("largestDiameterUm").asDouble() / 1000));
        }
        awaitDrawn();
        page.keyboard().press("n");
        assertThat(page.locator("#regions [aria-pressed=true]")).hasCount(1);
        assertThat(page.locator("#region-place")).containsText("1 of");
        page.keyboard().press("p");
        assertThat(page.locator("#regions li:last-child [aria-pressed=true]")).hasCount(1);

        page.fill("#regions-area", "1000");
        assertThat(page.locator("#regions li")).hasCount(0);
        page.fill("#regions-area", "0");
        assertThat(page.locator("#regions li")).hasCount(tumour.path("count").asInt());
        assertNoBarriers();
    }

    @Test
    void keys_workAfterASwitchWasUsed_andHidingEndsWithTheKey() {
        page.navigate(at(slides.mapped.mapId()) + "#layer=classes&opacity=1");
        awaitDrawn();
        page.locator("#unsure").click();
        page.locator("#opacity").focus();
        page.keyboard().press("3");
        assertThat(page.locator("input[name=layer][value=uncertainty]")).isChecked();
        page.keyboard().down("h");
        assertThat(isBlank()).isTrue();
        page.keyboard().up("h");
        assertThat(isBlank()).isFalse();
    }

    @Test
    void instruments_measureLengthsAndAreas_andTheViewIsSaved() throws IOException {
        page.navigate(at(slides.mapped.mapId()) + "#x=1500&y=1125&zoom=0.25&layer=classes");
        awaitDrawn();
        page.keyboard().press("d");
        drag(-100, 0, 100, 0);
        assertThat(page.locator("#measures")).containsText("400 µm"); // 200 px at 2 µm each
        page.keyboard().press("a");
        for (int[] corner : new int[][] {{-50, -50}, {50, -50}, {50, 50}, {-50, 50}}) {
            hover(corner[0], corner[1]);
            page.mouse().down();
            page.mouse().up();
        }
        page.locator("#drawing-done").click();
        assertThat(page.locator("#measures")).containsText("0.0400 mm²");
        assertThat(page.locator("#measures")).containsText("%");
        page.locator("#objectives button").nth(1).click(); // 10×: a micron a pixel
        assertThat(page.locator("#times")).hasText("10×");
        Path saved = page.waitForDownload(() -> page.keyboard().press("s")).path();
        assertThat(Files.readAllBytes(saved)).startsWith(0x89, 'P', 'N', 'G');
        page.keyboard().press("r");
        assertThat(page).hasURL(Pattern.compile(".*turn=90.*"));
    }

    @Test
    void whatCannotBeUndone_isAskedAboutFirst() {
        page.navigate(at(slides.mapped.mapId()));
        page.locator("#actions button").click();
        assertThat(page.locator("dialog.ask")).containsText("Map this slide again?");
        assertNoBarriers();
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog.ask")).hasCount(0);
        assertThat(slides.asked).noneMatch(asked -> asked.startsWith("retry"));
        page.locator("#actions button").click();
        page.locator("dialog.ask button[value=yes]").click();
        assertThat(page.locator("#notice")).containsText("will be mapped again");
        assertThat(slides.asked).contains("retry S1");
    }

    @Test
    void link_bringsBackPlaceLayerAndSwitches() {
        page.navigate(
                at(slides.mapped.mapId())
                        + "#x=900&y=800&zoom=1.5&layer=uncertainty&opacity=0.35&from=0.2&off=STR,MUC&colours=published&smooth=1&unsure=0");
        awaitDrawn();
        assertThat(page.locator("input[name=layer][value=uncertainty]")).isChecked();
        assertThat(page.locator("#opacity-value")).hasText("35 %");
        assertThat(page.locator("#threshold-value")).hasText("20 %");
        assertThat(page.locator("#published")).isChecked();
        assertThat(page.locator("#smooth")).isChecked();
        assertThat(page.locator("#unsure")).not().isChecked();
        assertThat(page.locator("#legend tr.off")).hasCount(2);
        hover(0, 0);
        assertThat(page.locator("#pointer")).containsText("Tile 4, 3");

        page.keyboard().press("]");
        assertThat(page).hasURL(Pattern.compile(".*x=(899|900|901)&y=(799|800|801)&zoom=1\\.5.*opacity=0\\.45.*"));
    }

    @Test
    void tilesAppearWhileTheyAreClassified_andALateComerSeesThemAll() throws IOException {
        page.navigate(at(slides.open.mapId()));
        assertThat(page.locator("#live-text")).containsText("0 of");
        slides.score(0, 2);
        assertThat(page.locator("#live-text")).not().containsText("0 of");
        assertThat(page.locator("#legend tr.sum td").nth(2)).not().hasText("0.000");

        Page late = context.newPage();
        late.navigate(at(slides.open.mapId()));
        assertThat(late.locator("#legend tr.sum td").nth(2))
                .hasText(page.locator("#legend tr.sum td").nth(2).textContent());
        late.close();

        slides.score(2, slides.blocks());
        slides.finish();
        assertThat(page.locator("#state")).hasText("Mapped");
        assertThat(page.locator("#live")).isHidden();
        assertThat(page.locator("#files")).containsText("summary.json");
    }

    @Test
    void slideWithoutAMap_saysWhy_andCanBeMappedWithOtherMicrons() {
        page.navigate(at(slides.rejected.mapId()));
        assertThat(page.locator("#fate")).containsText("does not say its microns per pixel");
        assertNoBarriers();
        page.fill("#mpp", "0.25");
        page.getByText("Map with it").click();
        assertThat(page.locator("#notice")).containsText("will be mapped at 0.25");
        assertThat(slides.asked).contains("resubmit S3 at 0.25");
    }

    @Test
    void slideThatIsGone_isWhite_butItsMapIsShown() {
        page.navigate(at(slides.gone.mapId()));
        assertThat(page.locator("#notice")).containsText("The slide itself cannot be shown");
        awaitDrawn();
        assertThat(page.locator("#legend tr.sum td").nth(2)).not().hasText("0.000");
    }

    /** The pages that go by mail stand alone, so they are held against the same rules. */
    @Test
    void reportAndCohort_haveNoBarriers() throws IOException {
        page.setContent(Files.readString(slides.results.resolve("S1/report.html")));
        assertThat(page.locator("h1")).containsText("S1");
        assertNoBarriers();

        StringWriter cohort = new StringWriter();
        CohortHtml.write(Cohort.read(slides.results), slides.results.resolve("cohort.html"), cohort);
        page.setContent(cohort.toString());
        page.fill("input", "S3");
        assertThat(page.locator("tbody tr:visible")).hasCount(1);
        assertNoBarriers();
    }

    @Test
    void unknownSlide_andALostConnection_areTold() {
        page.navigate(at(new MapId("0".repeat(32))));
        assertThat(page.locator("#fate")).containsText("there is no map");
        page.navigate(viewer.toString());
        assertThat(page.locator("#rows tr")).hasCount(4);
        context.setOffline(true);
        page.fill("#search", "s");
        assertThat(page.locator("#notice")).containsText("connection to the viewer is lost");
    }

    @Test
    void token_isAskedFor() {
        URI guarded = slides.start("open sesame");
        Page other = context.newPage();
        other.navigate(guarded.toString());
        assertThat(other).hasURL(guarded + "sign-in");
        other.fill("#token", "something");
        other.keyboard().press("Enter");
        assertThat(other.locator("#wrong")).isVisible();
        other.fill("#token", "open sesame");
        other.keyboard().press("Enter");
        assertThat(other.locator("#rows tr")).hasCount(4);
    }

    private void drag(int fromX, int fromY, int toX, int toY) {
        hover(fromX, fromY);
        page.mouse().down();
        hover((fromX + toX) / 2, (fromY + toY) / 2);
        hover(toX, toY);
        page.mouse().up();
    }

    private boolean isBlank() {
        return (boolean) page.evaluate("() => { const c = document.getElementById('overlay');"
                + " return !c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v > 0); }");
    }

    private static String at(MapId id) {
        return viewer + "slides/" + id.hex();
    }

    private Locator row(String name) {
        return page.locator("#rows tr", new Page.LocatorOptions().setHasText(name));
    }

    private void hover(int x, int y) {
        var box = page.locator("#stage").boundingBox();
        page.mouse().move(box.x + box.width / 2 + x, box.y + box.height / 2 + y);
    }

    /** Until the map has a pixel. */
    private void awaitDrawn() {
        page.waitForFunction("() => { const c = document.getElementById('overlay'); return c && c.width > 0 &&"
                + " c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v > 0); }");
    }

    /** The map's pixel so far above the middle. */
    private String pixelAbove(int y) {
        return (String) page.evaluate(
                "y => { const c = document.getElementById('overlay'); return c.getContext('2d').getImageData(c.width /"
                        + " 2, c.height / 2 - y, 1, 1).data.join(','); }",
                y);
    }

    /** No serious finding of axe, in either colours. */
    private void assertNoBarriers() {
        for (String theme : List.of("light", "dark")) {
            page.evaluate("theme => document.documentElement.dataset.theme = theme", theme);
            page.evaluate(axe());
            Object found = page.evaluate("async () => (await axe.run()).violations"
                    + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                    + ".map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))");
            assertThat((List<?>) found).as(theme).isEmpty();
        }
    }

    private static String axe() {
        try (InputStream in =
                ViewerBrowserIT.class.getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
            return new String(Objects.requireNonNull(in, "axe").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
