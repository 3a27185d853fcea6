package io.slidestream.contracts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** One message of each kind; its bytes are pinned in golden/NAME.hex, which were not written by our code. */
final class Samples {
    static final MapId MAP = new MapId("00112233445566778899aabbccddeeff");
    static final SlideVersion SLIDE = new SlideVersion("s3://bucket/Fälle/S1.svs", "\"9b2cf5\"", "Fälle/S1");
    static final TileGrid GRID = new TileGrid(2220, 2967, 0.499, 224, 112);
    static final Model MODEL = new Model("c0ffee", "crc-nine-class", List.of("ADI", "TUM"), 224, 0.5);
    private static final long NEW_YEAR = 1_767_225_600_000L;
    private static final String RESULTS = "file:///maps/F%C3%A4lle/S1/";

    record Sample<T>(Topic<T> topic, T message) {}

    private static final Map<String, Sample<?>> OF_MAPS = Map.of(
            "tile-block",
            new Sample<>(Topic.TILE_BLOCKS, new TileBlock(MAP, 2, SLIDE, GRID, "c0ffee", 4, 0x0300000000000081L)),
            "slide-tiled",
            new Sample<>(
                    Topic.SLIDES,
                    new SlideTiled(
                            MAP, 1, SLIDE, GRID, MODEL, 300, "aperio", NEW_YEAR, 1_000_001, 1_000_002, 1_000_003)),
            "slide-rejected",
            new Sample<>(
                    Topic.SLIDES,
                    new SlideRejected(MAP, 1, SLIDE, RejectionReason.NO_MPP, "no mpp; set --mpp", NEW_YEAR)),
            "block-scored",
            new Sample<>(
                    Topic.TILE_SCORES,
                    new BlockScored(
                            MAP,
                            2,
                            5,
                            0x8000000000000001L,
                            List.of(
                                    new TileScore.Scored(List.of(0.25f, 0.75f)),
                                    new TileScore.Rejected(
                                            RejectionReason.UNREADABLE, "tile 2 of S1 cannot be decoded")),
                            "dl4j-cpu-fp32",
                            11,
                            12,
                            NEW_YEAR + 1)),
            "map-open",
            new Sample<>(
                    Topic.TUMOR_MAPS, new MapUpdated(MAP, 1, SLIDE, MapUpdated.State.OPEN, 0, 7, 1, null, null, null)),
            "map-mapped",
            new Sample<>(
                    Topic.TUMOR_MAPS,
                    new MapUpdated(MAP, 1, SLIDE, MapUpdated.State.MAPPED, 300, 298, 2, RESULTS, null, null)),
            "map-rejected",
            new Sample<>(
                    Topic.TUMOR_MAPS,
                    new MapUpdated(
                            MAP,
                            1,
                            SLIDE,
                            MapUpdated.State.REJECTED,
                            0,
                            0,
                            0,
                            RESULTS,
                            RejectionReason.NO_MPP,
                            "no mpp; set --mpp")),
            "command-resubmit",
            new Sample<>(Topic.COMMANDS, new MapCommand(MAP, 2, SLIDE, MapCommand.Kind.RESUBMIT, 0.25)),
            "command-cancel",
            new Sample<>(Topic.COMMANDS, new MapCommand(MAP, 2, SLIDE, MapCommand.Kind.CANCEL, null)));

    private static final Map<String, Sample<?>> OF_SLIDE_STATES = Map.of(
            "slide-state-settling",
            new Sample<>(
                    Topic.SLIDE_STATES,
                    new SlideStateChanged(
                            SLIDE,
                            SlideStateChanged.State.SETTLING,
                            NEW_YEAR + 1,
                            NEW_YEAR,
                            null,
                            0,
                            null,
                            null,
                            "still growing")),
            "slide-state-rejected",
            new Sample<>(
                    Topic.SLIDE_STATES,
                    new SlideStateChanged(
                            SLIDE,
                            SlideStateChanged.State.REJECTED,
                            NEW_YEAR + 1,
                            NEW_YEAR,
                            MAP,
                            2,
                            0.25,
                            RejectionReason.NO_TISSUE,
                            "blank")),
            "slide-state-bucket",
            new Sample<>(
                    Topic.SLIDE_STATES, new BucketListed("s3://bucket/Fälle/", 1000, 3, NEW_YEAR, "access denied")));

    static final Map<String, Sample<?>> ALL = all();

    private Samples() {}

    private static Map<String, Sample<?>> all() {
        Map<String, Sample<?>> all = new HashMap<>(OF_MAPS);
        all.putAll(OF_SLIDE_STATES);
        return Map.copyOf(all);
    }

    static byte[] golden(String name) {
        try (InputStream in = Samples.class.getResourceAsStream("/golden/" + name + ".hex")) {
            if (in == null) {
                throw new IllegalStateException("no golden file for " + name);
            }
            return HexFormat.of()
                    .parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
