package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.contracts.BucketListed;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.servicekit.run.NameKey;
import io.slidestream.standalone.pipeline.SlideStatus;
import io.slidestream.standalone.terminal.UsageException;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusTableTest {
    private static final NameKey NAMES = NameKey.of("a secret");
    private static final long NEW_YEAR = 1_767_225_600_000L;
    private static final MapId MAP = new MapId("0123456789abcdef0123456789abcdef");

    private final BucketListed bucket = new BucketListed("file:///slides/", 4, 2, NEW_YEAR, null);
    private final List<SlideStatus> slides = List.of(
            slide("case 1/A", SlideStateChanged.State.MAPPED, null, null, map(MapUpdated.State.MAPPED, 112, 109, 3)),
            slide("B", SlideStateChanged.State.TILED, null, null, map(MapUpdated.State.OPEN, 112, 39, 1)),
            slide("C", SlideStateChanged.State.REJECTED, RejectionReason.NO_MPP, "no mpp; set --mpp", null),
            slide("urgent/D", SlideStateChanged.State.SETTLING, null, "it is still changing", null));

    @Test
    void slides_areShownWithTheirMessages_underTheirBuckets() {
        assertThat(lines(List.of(bucket), slides))
                .containsExactly(
                        "file:///slides/: 4 slides, 2 other files ignored, since 2026-01-01 00:00:00",
                        "STATE      REASON       SINCE                TILES           SLIDE",
                        "mapped                  2026-01-01 00:00:01  112, 3 unread   case 1/A",
                        "tiled                   2026-01-01 00:00:01  40/112          B",
                        "rejected   no-mpp       2026-01-01 00:00:01                  C",
                        "           no mpp; set --mpp",
                        "settling                2026-01-01 00:00:01                  urgent/D",
                        "           it is still changing",
                        "4 slides: 1 settling, 1 tiled, 1 mapped, 1 rejected");
    }

    @Test
    void bucketThatCannotBeListed_isTold_andNoSlidesAreNoTable() {
        BucketListed troubled = new BucketListed("s3://b/", 0, 0, NEW_YEAR, "access denied");
        assertThat(lines(List.of(troubled), List.of()))
                .containsExactly(
                        "s3://b/: 0 slides, 0 other files ignored, since 2026-01-01 00:00:00",
                        "  ! access denied",
                        "0 slides");
    }

    @Test
    void nameThatATerminalWouldObey_isOneLineAndObeyedByNone() {
        List<SlideStatus> odd = List.of(slide("a\n\u001b[2Jb", SlideStateChanged.State.SEEN, null, null, null));
        assertThat(lines(List.of(), odd)).hasSize(3).element(1).asString().endsWith("a\\u000a\\u001b[2Jb");
    }

    @Test
    void json_saysTheSameToPrograms() throws Exception {
        StringWriter written = new StringWriter();
        try (StatusJson json = new StatusJson(written, List.of(bucket), Optional.of(NAMES))) {
            slides.forEach(json::take);
        }
        JsonNode json = new ObjectMapper().readTree(written.toString());
        assertThat(json.at("/buckets/0/other_files").asInt()).isEqualTo(2);
        assertThat(json.at("/slides/1/log_name").asText()).isEqualTo(NAMES.slide("file:///slides/B.svs"));
        assertThat(json.at("/slides/0/tiles/rejected").asInt()).isEqualTo(3);
        assertThat(json.at("/slides/0/map_id").asText()).isEqualTo(MAP.hex());
        assertThat(json.at("/slides/2/reason").asText()).isEqualTo("no-mpp");
        assertThat(json.at("/slides/2/since").asText()).isEqualTo("2026-01-01T00:00:01Z");
        assertThat(json.at("/slides/2/tiles").isMissingNode()).isTrue();
        assertThat(json.at("/slides/3/urgent").asBoolean()).isTrue();
        assertThat(json.at("/slides/3/map_id").isNull()).isTrue();
    }

    @Test
    void slide_isFoundByItsName_theEndOfIt_orItsFile() {
        assertThat(SlideNames.find("case 1/A", slides, Optional.of(NAMES)).name())
                .isEqualTo("case 1/A");
        assertThat(SlideNames.find("A", slides, Optional.of(NAMES)).name()).isEqualTo("case 1/A");
        assertThat(SlideNames.find("D.svs", slides, Optional.of(NAMES)).name()).isEqualTo("urgent/D");
        assertThat(SlideNames.find("file:///slides/B.svs", slides, Optional.of(NAMES))
                        .name())
                .isEqualTo("B");
        assertThat(SlideNames.find(NAMES.slide("file:///slides/B.svs"), slides, Optional.of(NAMES))
                        .name())
                .isEqualTo("B");
    }

    @Test
    void nameOfNoneOrOfSeveral_isRefused() {
        assertThatThrownBy(() -> SlideNames.find("X", slides, Optional.of(NAMES)))
                .isInstanceOf(UsageException.class)
                .hasMessage("no slide is named X among 4; 'slidestream status' names them");
        List<SlideStatus> twins = List.of(
                slide("a/S", SlideStateChanged.State.SEEN, null, null, null),
                slide("b/S", SlideStateChanged.State.SEEN, null, null, null));
        assertThatThrownBy(() -> SlideNames.find("S", twins, Optional.of(NAMES)))
                .isInstanceOf(UsageException.class)
                .hasMessage("2 slides are named S: file:///slides/a/S.svs, file:///slides/b/S.svs");
    }

    private static List<String> lines(List<BucketListed> buckets, List<SlideStatus> slides) {
        StatusTable table = new StatusTable(ZoneOffset.UTC);
        List<String> lines = new ArrayList<>(table.of(buckets));
        StatusTable.Lines writing = table.new Lines(lines::add);
        slides.forEach(writing::take);
        writing.end();
        return lines;
    }

    private static SlideStatus slide(
            String name,
            SlideStateChanged.State state,
            @Nullable RejectionReason reason,
            @Nullable String message,
            @Nullable MapUpdated map) {
        boolean waiting = state.compareTo(SlideStateChanged.State.SUBMITTED) < 0;
        SlideStateChanged taken = new SlideStateChanged(
                new SlideVersion("file:///slides/" + name + ".svs", "1-2", name),
                state,
                NEW_YEAR + 1000,
                NEW_YEAR,
                waiting ? null : MAP,
                waiting ? 0 : 1,
                null,
                reason,
                message);
        return new SlideStatus(taken, map);
    }

    private static MapUpdated map(MapUpdated.State state, long expected, long scored, long rejected) {
        SlideVersion slide = new SlideVersion("file:///slides/x.svs", "1-2", "x");
        return new MapUpdated(MAP, 1, slide, state, expected, scored, rejected, "file:///maps/x/", null, null);
    }
}
