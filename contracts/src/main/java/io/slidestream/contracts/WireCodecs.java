package io.slidestream.contracts;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The protobuf form of each message. Encoding is deterministic: no maps, no unknown fields. */
final class WireCodecs {
    static final Codec<TileBlock> TILE_BLOCK = codec(
            "TileBlock",
            io.slidestream.contracts.wire.TileBlock.parser(),
            WireCodecs::toWire,
            w -> new TileBlock(
                    new MapId(w.getMapId()),
                    w.getAttempt(),
                    fromWire(w.getSlide()),
                    fromWire(w.getGrid()),
                    w.getModelId(),
                    w.getBlockIndex(),
                    w.getTiles()));

    static final Codec<SlideEvent> SLIDE_EVENT = codec(
            "SlideEvent",
            io.slidestream.contracts.wire.SlideEvent.parser(),
            WireCodecs::toWire,
            w -> switch (w.getEventCase()) {
                case TILED -> fromWire(w.getTiled());
                case REJECTED -> fromWire(w.getRejected());
                case EVENT_NOT_SET -> throw new IllegalArgumentException("neither tiled nor rejected");
            });

    static final Codec<BlockScored> BLOCK_SCORED = codec(
            "BlockScored",
            io.slidestream.contracts.wire.BlockScored.parser(),
            WireCodecs::toWire,
            w -> new BlockScored(
                    new MapId(w.getMapId()),
                    w.getAttempt(),
                    w.getBlockIndex(),
                    w.getTiles(),
                    w.getScoresList().stream().map(WireCodecs::fromWire).toList(),
                    w.getEngine(),
                    w.getReadNanos(),
                    w.getInferNanos(),
                    w.getScoredAtMillis()));

    static final Codec<MapUpdated> MAP_UPDATED = codec(
            "MapUpdated", io.slidestream.contracts.wire.MapUpdated.parser(), WireCodecs::toWire, WireCodecs::fromWire);

    static final Codec<MapCommand> MAP_COMMAND = codec(
            "MapCommand", io.slidestream.contracts.wire.MapCommand.parser(), WireCodecs::toWire, WireCodecs::fromWire);

    private WireCodecs() {}

    static <T, W extends MessageLite> Codec<T> codec(
            String name, Parser<W> parser, Function<T, W> toWire, Function<W, T> fromWire) {
        return new Codec<>() {
            @Override
            public byte[] encode(T value) {
                return toWire.apply(value).toByteArray();
            }

            @Override
            public T decode(byte[] bytes) throws MalformedMessageException {
                try {
                    return fromWire.apply(parser.parseFrom(bytes));
                } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
                    throw new MalformedMessageException("not a " + name + ": " + e.getMessage(), e);
                }
            }
        };
    }

    private static io.slidestream.contracts.wire.TileBlock toWire(TileBlock block) {
        return io.slidestream.contracts.wire.TileBlock.newBuilder()
                .setMapId(block.mapId().hex())
                .setAttempt(block.attempt())
                .setSlide(toWire(block.slide()))
                .setGrid(toWire(block.grid()))
                .setModelId(block.modelId())
                .setBlockIndex(block.blockIndex())
                .setTiles(block.tiles())
                .build();
    }

    private static io.slidestream.contracts.wire.SlideEvent toWire(SlideEvent event) {
        var wire = io.slidestream.contracts.wire.SlideEvent.newBuilder();
        if (event instanceof SlideTiled tiled) {
            var manifest = io.slidestream.contracts.wire.SlideTiled.newBuilder()
                    .setMapId(tiled.mapId().hex())
                    .setAttempt(tiled.attempt())
                    .setSlide(toWire(tiled.slide()))
                    .setGrid(toWire(tiled.grid()))
                    .setModel(toWire(tiled.model()))
                    .setExpectedTiles(tiled.expectedTiles())
                    .setVendor(tiled.vendor())
                    .setSeenAtMillis(tiled.seenAtMillis())
                    .setOpenNanos(tiled.openNanos())
                    .setTissueNanos(tiled.tissueNanos())
                    .setPublishNanos(tiled.publishNanos())
                    .addAllNotes(tiled.notes())
                    .setMppSource(tiled.facts().mppSource())
                    .setInkShare(tiled.facts().inkShare());
            tiled.facts().frame().ifPresent(bounds -> manifest.setBounds(toWire(bounds)));
            if (!tiled.isPublished()) {
                manifest.setNextBlock(tiled.nextBlock());
            }
            wire.setTiled(manifest);
        } else if (event instanceof SlideRejected rejected) {
            wire.setRejected(io.slidestream.contracts.wire.SlideRejected.newBuilder()
                    .setMapId(rejected.mapId().hex())
                    .setAttempt(rejected.attempt())
                    .setSlide(toWire(rejected.slide()))
                    .setReason(toWire(rejected.reason()))
                    .setMessage(rejected.message())
                    .setSeenAtMillis(rejected.seenAtMillis()));
        }
        return wire.build();
    }

    private static SlideTiled fromWire(io.slidestream.contracts.wire.SlideTiled w) {
        SlideTiled published = new SlideTiled(
                new MapId(w.getMapId()),
                w.getAttempt(),
                fromWire(w.getSlide()),
                fromWire(w.getGrid()),
                fromWire(w.getModel()),
                w.getExpectedTiles(),
                w.getVendor(),
                w.getSeenAtMillis(),
                w.getOpenNanos(),
                w.getTissueNanos(),
                w.getPublishNanos(),
                new SlideFacts(
                        w.getNotesList(),
                        w.hasBounds() ? fromWire(w.getBounds()) : null,
                        w.getMppSource(),
                        w.getInkShare()));
        return w.hasNextBlock() ? published.withNextBlock(w.getNextBlock()) : published;
    }

    private static io.slidestream.contracts.wire.Region toWire(Level0Region region) {
        return io.slidestream.contracts.wire.Region.newBuilder()
                .setX(region.x())
                .setY(region.y())
                .setWidth(region.width())
                .setHeight(region.height())
                .build();
    }

    private static Level0Region fromWire(io.slidestream.contracts.wire.Region w) {
        return new Level0Region(w.getX(), w.getY(), w.getWidth(), w.getHeight());
    }

    private static SlideRejected fromWire(io.slidestream.contracts.wire.SlideRejected w) {
        return new SlideRejected(
                new MapId(w.getMapId()),
                w.getAttempt(),
                fromWire(w.getSlide()),
                fromWire(w.getReason()),
                w.getMessage(),
                w.getSeenAtMillis());
    }

    private static io.slidestream.contracts.wire.BlockScored toWire(BlockScored scored) {
        return io.slidestream.contracts.wire.BlockScored.newBuilder()
                .setMapId(scored.mapId().hex())
                .setAttempt(scored.attempt())
                .setBlockIndex(scored.blockIndex())
                .setTiles(scored.tiles())
                .addAllScores(scored.scores().stream().map(WireCodecs::toWire).toList())
                .setEngine(scored.engine())
                .setReadNanos(scored.readNanos())
                .setInferNanos(scored.inferNanos())
                .setScoredAtMillis(scored.scoredAtMillis())
                .build();
    }

    private static io.slidestream.contracts.wire.TileScore toWire(TileScore score) {
        var wire = io.slidestream.contracts.wire.TileScore.newBuilder();
        if (score instanceof TileScore.Scored scored) {
            wire.addAllProbabilities(scored.probabilities());
            if (!Float.isNaN(scored.distance())) {
                wire.setDistance(scored.distance());
            }
        } else if (score instanceof TileScore.Rejected rejected) {
            wire.setReason(toWire(rejected.reason())).setMessage(rejected.message());
        }
        return wire.build();
    }

    private static TileScore fromWire(io.slidestream.contracts.wire.TileScore w) {
        return w.getProbabilitiesCount() > 0
                ? new TileScore.Scored(w.getProbabilitiesList(), w.hasDistance() ? w.getDistance() : Float.NaN)
                : new TileScore.Rejected(fromWire(w.getReason()), w.getMessage());
    }

    private static io.slidestream.contracts.wire.MapUpdated toWire(MapUpdated map) {
        var wire = io.slidestream.contracts.wire.MapUpdated.newBuilder()
                .setMapId(map.mapId().hex())
                .setAttempt(map.attempt())
                .setSlide(toWire(map.slide()))
                .setState(
                        switch (map.state()) {
                            case OPEN -> io.slidestream.contracts.wire.MapState.OPEN;
                            case MAPPED -> io.slidestream.contracts.wire.MapState.MAPPED;
                            case REJECTED -> io.slidestream.contracts.wire.MapState.REJECTED;
                        })
                .setExpectedTiles(map.expectedTiles())
                .setScoredTiles(map.scoredTiles())
                .setRejectedTiles(map.rejectedTiles());
        if (map.results() != null) {
            wire.setResults(map.results());
        }
        if (map.reason() != null) {
            wire.setReason(toWire(map.reason()));
        }
        if (map.message() != null) {
            wire.setMessage(map.message());
        }
        return wire.build();
    }

    private static MapUpdated fromWire(io.slidestream.contracts.wire.MapUpdated w) {
        MapUpdated.State state = switch (w.getState()) {
            case OPEN -> MapUpdated.State.OPEN;
            case MAPPED -> MapUpdated.State.MAPPED;
            case REJECTED -> MapUpdated.State.REJECTED;
            case MAP_STATE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("unknown map state " + w.getStateValue());
        };
        return new MapUpdated(
                new MapId(w.getMapId()),
                w.getAttempt(),
                fromWire(w.getSlide()),
                state,
                w.getExpectedTiles(),
                w.getScoredTiles(),
                w.getRejectedTiles(),
                w.getResults().isEmpty() ? null : w.getResults(),
                w.getReasonValue() == 0 ? null : fromWire(w.getReason()),
                w.getMessage().isEmpty() ? null : w.getMessage());
    }

    private static io.slidestream.contracts.wire.MapCommand toWire(MapCommand command) {
        return io.slidestream.contracts.wire.MapCommand.newBuilder()
                .setMapId(command.mapId().hex())
                .setAttempt(command.attempt())
                .setSlide(toWire(command.slide()))
                .setKind(
                        switch (command.kind()) {
                            case RETRY -> io.slidestream.contracts.wire.CommandKind.RETRY;
                            case RESUBMIT -> io.slidestream.contracts.wire.CommandKind.RESUBMIT;
                            case CANCEL -> io.slidestream.contracts.wire.CommandKind.CANCEL;
                        })
                .setMpp(command.mpp() == null ? 0 : command.mpp())
                .build();
    }

    private static MapCommand fromWire(io.slidestream.contracts.wire.MapCommand w) {
        MapCommand.Kind kind = switch (w.getKind()) {
            case RETRY -> MapCommand.Kind.RETRY;
            case RESUBMIT -> MapCommand.Kind.RESUBMIT;
            case CANCEL -> MapCommand.Kind.CANCEL;
            case COMMAND_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("unknown command " + w.getKindValue());
        };
        return new MapCommand(
                new MapId(w.getMapId()),
                w.getAttempt(),
                fromWire(w.getSlide()),
                kind,
                w.getMpp() == 0 ? null : w.getMpp());
    }

    static io.slidestream.contracts.wire.SlideVersion toWire(SlideVersion slide) {
        return io.slidestream.contracts.wire.SlideVersion.newBuilder()
                .setLocation(slide.location())
                .setFingerprint(slide.fingerprint())
                .setName(slide.name())
                .build();
    }

    static SlideVersion fromWire(io.slidestream.contracts.wire.SlideVersion w) {
        return new SlideVersion(w.getLocation(), w.getFingerprint(), w.getName());
    }

    private static io.slidestream.contracts.wire.TileGrid toWire(TileGrid grid) {
        return io.slidestream.contracts.wire.TileGrid.newBuilder()
                .setSlideWidthPx(grid.slideWidthPx())
                .setSlideHeightPx(grid.slideHeightPx())
                .setMpp(grid.mpp())
                .setTileSizePx(grid.tileSizePx())
                .setStridePx(grid.stridePx())
                .build();
    }

    private static TileGrid fromWire(io.slidestream.contracts.wire.TileGrid w) {
        return new TileGrid(w.getSlideWidthPx(), w.getSlideHeightPx(), w.getMpp(), w.getTileSizePx(), w.getStridePx());
    }

    private static io.slidestream.contracts.wire.Model toWire(Model model) {
        return io.slidestream.contracts.wire.Model.newBuilder()
                .setId(model.id())
                .setName(model.name())
                .addAllClassNames(model.classNames())
                .setPatchSizePx(model.patchSizePx())
                .setPatchMpp(model.patchMpp())
                .setSymmetries(model.symmetries() == 1 ? 0 : model.symmetries())
                .setWsinferConfig(model.wsinferConfig())
                .setTellsFamiliar(model.tellsFamiliar())
                .build();
    }

    private static Model fromWire(io.slidestream.contracts.wire.Model w) {
        List<String> classNames = new ArrayList<>(w.getClassNamesList());
        return new Model(
                w.getId(),
                w.getName(),
                classNames,
                w.getPatchSizePx(),
                w.getPatchMpp(),
                Math.max(1, w.getSymmetries()),
                w.getWsinferConfig(),
                w.getTellsFamiliar());
    }

    static io.slidestream.contracts.wire.RejectionReason toWire(RejectionReason reason) {
        return io.slidestream.contracts.wire.RejectionReason.valueOf(reason.name());
    }

    static RejectionReason fromWire(io.slidestream.contracts.wire.RejectionReason w) {
        return switch (w) {
            case REJECTION_REASON_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("unknown rejection reason");
            default -> RejectionReason.valueOf(w.name());
        };
    }
}
