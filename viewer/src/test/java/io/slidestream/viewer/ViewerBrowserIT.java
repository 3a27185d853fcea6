package io.slidestream.viewer;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.mapfiles.cohort.Cohort;
import io.slidestream.mapfiles.cohort.CohortHtml;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final String AXE = axe();

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

    /** A correction covers the map below it, so none outlives its test. */
    @AfterEach
    void close() throws IOException {
        for (SlideTiled slide : List.of(slides.mapped, slides.gone)) {
            String corrections = viewer.resolve("/api/v1/slides/" + slide.mapId() + "/corrections")
                    .toString();
            JsonNode all = new ObjectMapper()
                    .readTree(context.request().get(corrections).body());
            for (JsonNode one : all.path("corrections")) {
                assertThat(context.request()
                                .delete(corrections + "/" + one.path("id").asText()))
                        .isOK();
            }
        }
        context.close();
        assertThat(errors).isEmpty();
    }

    @Test
    void list_showsStates_andIsSearchedAndFiltered() {
        page.navigate(viewer.toString());
        assertThat(page.locator("#rows tr")).hasCount(4);
        assertThat(row("S3")).containsText("No map");
        assertThat(row("S3")).containsText("The slide does not say its microns per pixel");
        assertThat(row("S3")).not().containsText("--mpp");
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
        assertThat(coloured).isNotEqualTo("0,0,0,0");
        page.waitForFunction(
                "y => { const c = document.getElementById('overlay'); return c.getContext('2d')"
                        + ".getImageData(c.width / 2, c.height / 2 - y, 1, 1).data[3] === 0; }",
                112);
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
        assertThat(savedPicture()).startsWith(0x89, 'P', 'N', 'G');
        page.locator("#picture-section summary").click();
        page.fill("#gamma", "2");
        assertThat(page.locator("#gamma-value")).hasText("2.00");
        String drawn = (String) page.locator("#image canvas").first().evaluate("one => getComputedStyle(one).filter");
        assertThat(drawn).contains("#gamma-curve").doesNotContain("brightness");
        page.locator("#picture-reset").click();
        assertThat(page.locator("#gamma-value")).hasText("1.00");
        page.keyboard().press("r");
        assertThat(page).hasURL(Pattern.compile(".*turn=90.*"));
    }

    /** Of a slide that is gone, whose picture does not change while it is saved. */
    @Test
    void savedPicture_hasNoFrameAroundTheTileUnderThePointer() throws IOException {
        page.navigate(at(slides.gone.mapId()) + "#x=1500&y=1125&zoom=0.25&layer=classes");
        awaitDrawn();
        hover(0, 0);
        assertThat(page.locator("#pointer")).containsText("Tile 6, 5 ");
        byte[] saved = savedPicture();
        hover(0, -112);
        assertThat(page.locator("#pointer")).not().containsText("Tile 6, 5 ");

        assertThat(savedPicture()).isEqualTo(saved);
    }

    private byte[] savedPicture() throws IOException {
        return Files.readAllBytes(
                page.waitForDownload(() -> page.keyboard().press("s")).path());
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
        Locator totals = page.locator("tfoot tr");
        String tumourOfAll = page.locator("tfoot td").nth(2).textContent();
        assertThat(totals).containsText("%");
        page.fill("input", "S3");
        assertThat(page.locator("tbody tr:visible")).hasCount(1);
        assertThat(page.locator("output")).hasText(Pattern.compile("1 of \\d found"));
        assertThat(page.locator("tfoot td").nth(2)).hasText("0.000");
        assertThat(tumourOfAll).isNotEqualTo("0.000");
        assertNoBarriers();
    }

    @Test
    void unknownSlide_andALostConnection_areTold() {
        page.navigate(viewer + "nope");
        assertThat(page.locator("h1")).hasText("Not found");
        assertNoBarriers();
        page.locator("main a").click();
        page.navigate(viewer + "?group=case");
        assertThat(page.locator("#rows tr.group")).hasCount(4); // a slide in no folder is a case of its own
        assertThat(row("S1").locator("td.figure.unsure")).hasText(Pattern.compile(".+ %"));
        page.navigate(at(new MapId("0".repeat(32))));
        assertThat(page.locator("#fate")).containsText("there is no map");
        assertThat(page.locator("#stage")).isHidden();
        assertNoBarriers();
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
        assertNoBarriers(other);
        other.fill("#token", "open sesame");
        other.keyboard().press("Enter");
        assertThat(other.locator("#rows tr")).hasCount(4);
    }

    /** Each sees the other's, without a reload. */
    @Test
    void twoPeople_correctAtOnce_andQuPathTakesAndBringsRegions() throws IOException {
        String at = at(slides.mapped.mapId()) + "#x=1500&y=1125&zoom=0.25";
        page.navigate(at);
        page.evaluate("() => localStorage.setItem('who', 'Ada')");
        page.reload();
        awaitDrawn();
        BrowserContext others = chromium.browser.newContext();
        Page other = others.newPage();
        other.setDefaultTimeout(PATIENCE_MILLIS);
        other.navigate(at);

        assertThat(page.locator("#corrections-section")).isVisible();
        page.keyboard().press("e");
        drag(-80, -60, 80, 60, 80, -60);
        page.locator("#correction-label").selectOption("STR");
        page.fill("#correction-comment", "=glands");
        page.locator("#correction-form button.main").click();
        assertThat(page.locator("#corrections li")).containsText("STR =glands");
        assertThat(page.locator("#correct-region")).isFocused();
        assertThat(page.locator("#corrections li")).containsText("Ada");
        assertThat(other.locator("#corrections li")).containsText("STR =glands");
        assertNoBarriers();

        other.locator("#correct-tiles").click();
        var box = other.locator("#stage").boundingBox();
        other.mouse().click(box.x + box.width / 2, box.y + box.height / 2 + 40);
        other.locator("#drawing-done").click();
        other.locator("#correction-label").selectOption("artefact");
        other.locator("#correction-form button.main").click();
        other.fill("#who", "Ben");
        other.keyboard().press("Enter");
        assertThat(page.locator("#corrections li")).hasCount(2);
        others.close();

        Path exported = page.waitForDownload(
                        () -> page.locator("#corrections-export").click())
                .path();
        JsonNode features = new ObjectMapper().readTree(exported.toFile()).path("features");
        assertThat(features).hasSize(2);
        assertThat(features.path(0).at("/properties/classification/name").asText())
                .isEqualTo("STR");
        assertThat(features.path(0).at("/properties/objectType").asText()).isEqualTo("annotation");

        byte[] dicom = Files.readAllBytes(
                page.waitForDownload(() -> page.locator("#corrections-dicom").click())
                        .path());
        assertThat(new String(dicom, StandardCharsets.ISO_8859_1))
                .contains("DICM")
                .contains("1.2.840.10008.5.1.4.1.1.91.1", "STR by Ada", "artefact by Ben", "POLYGON");

        page.locator("#corrections-import").setInputFiles(exported);
        assertThat(page.locator("#notice")).containsText("0 of 2 taken in; passed over: 2 there already");
        assertThat(page.locator("#corrections li")).hasCount(2);
        Path changed = Files.writeString(
                folder.resolve("changed.geojson"), Files.readString(exported).replace("STR", "MUS"));
        page.locator("#corrections-import").setInputFiles(changed);
        assertThat(page.locator("#notice")).containsText("1 of 2 taken in; passed over: 1 there already");
        assertThat(page.locator("#corrections li")).hasCount(3);
        page.locator("#corrections li:first-child button").last().click();
        assertThat(page.locator("#corrections li")).hasCount(2);
    }

    @Test
    void reviewQueue_isAnsweredWithOneKeyEach_andMarksStay() {
        page.navigate(at(slides.gone.mapId()));
        page.evaluate("() => localStorage.setItem('who', 'Ada')");
        page.reload();
        awaitDrawn();
        page.locator("#review").click();
        assertThat(page.locator("#reviewing")).containsText("Tile 1 of");
        assertNoBarriers();
        page.keyboard().press("9");
        assertThat(page.locator("#reviewing")).containsText("Tile 2 of");
        page.keyboard().press("Escape");
        assertThat(page.locator("#corrections li")).containsText("TUM review");
        page.keyboard().press("v");
        assertThat(page.locator("#looked")).hasAttribute("aria-pressed", "true");
        assertThat(page.locator("#layers label")).hasCount(4); // its model cannot tell what is unfamiliar

        page.navigate(viewer.toString());
        page.locator("#review").click();
        assertThat(page.locator("#reviewing")).containsText("Tile 1 of");
        passBy("S4"); // where another test has finished it
        assertThat(page.locator("#name")).hasText("S1"); // of S2 something was said
        assertNoBarriers();
        page.locator("#reviewing button", new Page.LocatorOptions().setHasText("not sure"))
                .click(); // nothing lies over it
        assertThat(page.locator("#name")).not().hasText("S1");
        passBy("S4");
        assertThat(page.locator("#name")).hasText("S2");
        page.keyboard().press(" ");
        assertThat(page.locator("#name")).not().hasText("S2");
        passBy("S4");
        assertThat(page.locator("#reviewing")).containsText("times as far from what it was trained on");
        page.keyboard().press("Escape");
        assertThat(page.locator("#done")).isVisible();
        assertThat(page.locator("#more")).isFocused();
        assertNoBarriers();

        page.navigate(viewer + "?sort=work&group=folder");
        assertThat(page.locator("#rows tr.group")).hasCount(1);
        assertThat(row("S1")).hasClass(Pattern.compile(".*unread.*"));
        assertThat(row("S1")).containsText("not looked at"); // for who does not see bold type
        assertThat(row("S2")).not().hasClass(Pattern.compile(".*unread.*"));
        assertThat(page.locator("#rows tr").last()).containsText("S2"); // it has been looked at
    }

    /** And back, since other tests count on what was there. */
    @Test
    void filesOfAMap_areWrittenAgain_andThePageFollows() {
        page.navigate(at(slides.mapped.mapId()));
        awaitDrawn();
        page.locator("#render").click();
        assertNoBarriers();
        page.fill("#render-threshold", "0");
        page.locator("dialog.ask button.main").click();
        assertThat(page.locator("dialog.ask")).isVisible(); // above 0, says the browser
        writeAgainFrom("30");
        assertThat(page.locator("#notice")).containsText("tumour threshold 0.5 to 0.3");
        assertThat(page.locator("#regions-sum")).containsText("TUM at 30 % or more");
        assertThat(page.locator("#facts")).containsText("of TUM at 30 % or more");
        page.locator("#render").click();
        assertThat(page.locator("#render-threshold")).hasValue("30");
        writeAgainFrom("50");
        assertThat(page.locator("#regions-sum")).containsText("TUM at 50 % or more");
    }

    private void writeAgainFrom(String percent) {
        page.fill("#render-threshold", percent);
        page.locator("dialog.ask button.main").click();
        assertThat(page.locator("dialog.ask")).hasCount(0);
    }

    @Test
    void unfamiliarTiles_areALayerWithAKeyAndALegend() {
        page.navigate(at(slides.mapped.mapId()));
        awaitDrawn();
        assertThat(page.locator("#legend")).containsText("of these unfamiliar");
        assertThat(page.locator("#strange-share"))
                .containsText("of the tissue is unlike what the model was trained on");
        page.keyboard().press("5");
        assertThat(page.locator("input[value=unfamiliar]")).isChecked();
        assertThat(page.locator("#above")).containsText("Unlike what the model was trained on at 1.0 × or more");
        assertThat(page.locator("#ramp-low")).hasText("as trained on");
        assertThat(page).hasURL(Pattern.compile(".*layer=unfamiliar.*"));
        hover(150, 0);
        assertThat(page.locator("#pointer")).containsText("the bound from what the model was trained on");
        assertNoBarriers();
    }

    @Test
    void list_isAGallery_aTable_andLeadsFromSlideToSlide() throws IOException {
        page.navigate(viewer + "?sort=name&view=gallery");
        assertThat(page.locator(".card-of")).hasCount(4);
        assertNoBarriers();
        Path csv = page.waitForDownload(() -> page.locator("#csv").click()).path();
        assertThat(Files.readAllLines(csv)).hasSize(5).element(1).asString().startsWith("S1,S1,mapped,");
        for (int width : new int[] {390, 768, 1440}) {
            page.setViewportSize(width, 844);
            page.navigate(viewer + "?sort=name&order=asc&group=folder");
            assertThat(page.locator("#rows tr")).hasCount(5);
            assertThat(page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
                    .as("%d px", width)
                    .isEqualTo(0);
            assertThat((int) page.evaluate("() => document.querySelector('td.name').clientWidth"))
                    .as("room for names at %d px", width)
                    .isGreaterThan(120);
        }
        row("S1").locator("a").click();
        assertThat(page.locator("#slide-place")).hasText("1 of 4");
        page.keyboard().press("2");
        page.keyboard().press("j");
        assertThat(page.locator("#name")).hasText("S2");
        assertThat(page.locator("input[name=layer][value=classes]")).isChecked();
        assertThat(page.locator("#slide-place")).hasText("2 of 4");
        page.keyboard().press("k");
        assertThat(page.locator("#name")).hasText("S1");
    }

    /** Long lists are counted in part: here pages of one slide say that there are two, and more. */
    @Test
    void listCountedInPart_leadsOnToTheNextSlide() {
        page.route(Pattern.compile("/api/v1/slides[?]"), route -> {
            String asked = route.request().url();
            APIResponse answer =
                    route.fetch(new Route.FetchOptions().setUrl(asked.contains("size=") ? asked : asked + "&size=1"));
            ObjectNode counted = object(answer).put("total", 2).put("more", true);
            route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(counted.toString()));
        });
        page.navigate(viewer + "?sort=name&order=asc");
        assertThat(page.locator("#count")).hasText("more than 2 slides");
        row("S1").locator("a").click();
        assertThat(page.locator("#slide-place")).hasText("1 of more than 2");
        page.keyboard().press("j");
        assertThat(page.locator("#name")).hasText("S2");
        assertThat(page.locator("#slide-place")).hasText("2 of more than 2");
        page.locator("#slide-after").click();
        assertThat(page.locator("#name")).hasText("S3");
        assertThat(page.locator("#slide-place")).hasText("3 of more than 2");
    }

    private static ObjectNode object(APIResponse answer) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Their tiles do not correspond, so nothing is said of where they differ. */
    @Test
    void twoSlides_areComparedByTheAreasOfTheirClasses() {
        page.navigate(viewer + "?sort=name");
        row("S1").locator("input").check();
        row("S2").locator("input").check();
        page.locator("#compare").click();
        assertThat(page.locator("#agreement")).containsText("Two slides");
        assertThat(page.locator("#numbers tr")).hasCount(9);
        assertThat(page.locator("#numbers tr").first().locator("td")).hasCount(4);
        assertThat(page.locator("#overlap")).isHidden();
        assertThat(page.locator("input[value=difference]")).hasCount(0);
        assertThat(page.locator("#notice")).containsText("S2.svs");
        page.keyboard().press("3");
        assertThat(page.locator("input[value=none]")).isChecked();
        assertNoBarriers();
    }

    @Test
    void twoMapsOfASlide_areComparedTileByTile_andMoveTogether() throws IOException {
        try (ShownSlides own = new ShownSlides(Files.createDirectory(folder.resolve("two-models")))) {
            SlideTiled second = own.mappedByAnother();
            URI there = own.start(null);
            Page other = context.newPage();
            other.setDefaultTimeout(PATIENCE_MILLIS);
            other.navigate(there + "slides/" + own.mapped.mapId());
            other.locator("#facts a", new Page.LocatorOptions().setHasText("Compare"))
                    .click();
            assertThat(other).hasURL(there + "compare/" + own.mapped.mapId() + "/" + second.mapId());
            assertThat(other.locator("#name-1")).containsText("another (");
            assertThat(other.locator("#agreement")).containsText("44.4 % of 117 tiles alike (65 differ)");
            assertThat(other.locator("#numbers tr").first().locator("td")).hasCount(5);
            other.keyboard().press("3");
            assertThat(other.locator("input[value=difference]")).isChecked();
            other.keyboard().press("1");
            String covered = "() => [...document.querySelectorAll('.overlay')].map(c => c.getContext('2d')"
                    + ".getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 === 3 && v > 0).length)";
            int whole = (int) ((List<?>) other.evaluate(covered)).get(1);
            other.locator("#view-0").focus();
            other.keyboard().press("+");
            other.waitForFunction(
                    "whole => { const [first, second] = (" + covered + ")();"
                            + " return second > 1.5 * whole && Math.abs(first - second) < 0.01 * first; }",
                    whole);
            assertNoBarriers(other);
        }
    }

    private void drag(int... places) {
        hover(places[0], places[1]);
        page.mouse().down();
        for (int i = 2; i < places.length; i += 2) {
            hover((places[i - 2] + places[i]) / 2, (places[i - 1] + places[i + 1]) / 2);
            hover(places[i], places[i + 1]);
        }
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

    private void passBy(String slide) {
        if (page.locator("#name").textContent().equals(slide)) {
            page.keyboard().press(" ");
            assertThat(page.locator("#name")).not().hasText(slide);
        }
    }

    /** The map is drawn, and the page listens to keys. */
    private void awaitDrawn() {
        page.waitForFunction("() => document.querySelector('#keys tr') !== null");
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

    /** No finding of axe; in the other colours only colours can be found anew. */
    private void assertNoBarriers() {
        assertNoBarriers(page);
    }

    private static void assertNoBarriers(Page on) {
        on.evaluate(AXE);
        for (String theme : List.of("light", "dark")) {
            on.evaluate("theme => document.documentElement.dataset.theme = theme", theme);
            Object found = on.evaluate(
                    "async rules => (await axe.run({ resultTypes: ['violations'], ...rules })).violations"
                            + ".map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))",
                    theme.equals("light") ? Map.of() : Map.of("runOnly", List.of("color-contrast")));
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
