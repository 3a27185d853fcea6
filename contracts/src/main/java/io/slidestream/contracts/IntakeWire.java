package io.slidestream.contracts;

import io.slidestream.contracts.wire.IntakeState;

/** The protobuf form of what is said on topic {@code intake}. */
final class IntakeWire {
    static final Codec<IntakeEvent> CODEC = WireCodecs.codec(
            "IntakeEvent",
            io.slidestream.contracts.wire.IntakeEvent.parser(),
            IntakeWire::toWire,
            w -> switch (w.getEventCase()) {
                case SLIDE -> fromWire(w.getSlide());
                case BUCKET -> fromWire(w.getBucket());
                case EVENT_NOT_SET -> throw new IllegalArgumentException("neither of a slide nor of a bucket");
            });

    private IntakeWire() {}

    private static io.slidestream.contracts.wire.IntakeEvent toWire(IntakeEvent event) {
        var wire = io.slidestream.contracts.wire.IntakeEvent.newBuilder();
        if (event instanceof SlideTaken slide) {
            wire.setSlide(toWire(slide));
        } else if (event instanceof BucketListed bucket) {
            wire.setBucket(toWire(bucket));
        }
        return wire.build();
    }

    private static io.slidestream.contracts.wire.SlideTaken.Builder toWire(SlideTaken taken) {
        var wire = io.slidestream.contracts.wire.SlideTaken.newBuilder()
                .setSlide(WireCodecs.toWire(taken.slide()))
                .setState(IntakeState.valueOf("INTAKE_" + taken.state().name()))
                .setSinceMillis(taken.sinceMillis())
                .setSeenAtMillis(taken.seenAtMillis())
                .setAttempt(taken.attempt())
                .setMpp(taken.mpp() == null ? 0 : taken.mpp());
        if (taken.mapId() != null) {
            wire.setMapId(taken.mapId().hex());
        }
        if (taken.reason() != null) {
            wire.setReason(WireCodecs.toWire(taken.reason()));
        }
        if (taken.message() != null) {
            wire.setMessage(taken.message());
        }
        return wire;
    }

    private static io.slidestream.contracts.wire.BucketListed.Builder toWire(BucketListed listed) {
        var wire = io.slidestream.contracts.wire.BucketListed.newBuilder()
                .setBucket(listed.location())
                .setSlides(listed.slides())
                .setOtherFiles(listed.otherFiles())
                .setAtMillis(listed.atMillis());
        if (listed.trouble() != null) {
            wire.setTrouble(listed.trouble());
        }
        return wire;
    }

    private static SlideTaken fromWire(io.slidestream.contracts.wire.SlideTaken w) {
        SlideTaken.State state = switch (w.getState()) {
            case INTAKE_SEEN -> SlideTaken.State.SEEN;
            case INTAKE_SETTLING -> SlideTaken.State.SETTLING;
            case INTAKE_SUBMITTED -> SlideTaken.State.SUBMITTED;
            case INTAKE_TILED -> SlideTaken.State.TILED;
            case INTAKE_MAPPED -> SlideTaken.State.MAPPED;
            case INTAKE_REJECTED -> SlideTaken.State.REJECTED;
            case INTAKE_STATE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("unknown intake state " + w.getStateValue());
        };
        return new SlideTaken(
                WireCodecs.fromWire(w.getSlide()),
                state,
                w.getSinceMillis(),
                w.getSeenAtMillis(),
                w.getMapId().isEmpty() ? null : new MapId(w.getMapId()),
                w.getAttempt(),
                w.getMpp() == 0 ? null : w.getMpp(),
                w.getReasonValue() == 0 ? null : WireCodecs.fromWire(w.getReason()),
                w.getMessage().isEmpty() ? null : w.getMessage());
    }

    private static BucketListed fromWire(io.slidestream.contracts.wire.BucketListed w) {
        return new BucketListed(
                w.getBucket(),
                w.getSlides(),
                w.getOtherFiles(),
                w.getAtMillis(),
                w.getTrouble().isEmpty() ? null : w.getTrouble());
    }
}
