package io.slidestream.contracts;

import io.slidestream.contracts.wire.SlideState;

/** The protobuf form of what is said on topic {@code slide-states}. */
final class SlideStateWire {
    static final Codec<SlideStateEvent> CODEC = WireCodecs.codec(
            "SlideStateEvent",
            io.slidestream.contracts.wire.SlideStateEvent.parser(),
            SlideStateWire::toWire,
            w -> switch (w.getEventCase()) {
                case SLIDE -> fromWire(w.getSlide());
                case BUCKET -> fromWire(w.getBucket());
                case EVENT_NOT_SET -> throw new IllegalArgumentException("neither of a slide nor of a bucket");
            });

    private SlideStateWire() {}

    private static io.slidestream.contracts.wire.SlideStateEvent toWire(SlideStateEvent event) {
        var wire = io.slidestream.contracts.wire.SlideStateEvent.newBuilder();
        if (event instanceof SlideStateChanged slide) {
            wire.setSlide(toWire(slide));
        } else if (event instanceof BucketListed bucket) {
            wire.setBucket(toWire(bucket));
        }
        return wire.build();
    }

    private static io.slidestream.contracts.wire.SlideStateChanged.Builder toWire(SlideStateChanged taken) {
        var wire = io.slidestream.contracts.wire.SlideStateChanged.newBuilder()
                .setSlide(WireCodecs.toWire(taken.slide()))
                .setState(SlideState.valueOf("SLIDE_" + taken.state().name()))
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

    private static SlideStateChanged fromWire(io.slidestream.contracts.wire.SlideStateChanged w) {
        SlideStateChanged.State state = switch (w.getState()) {
            case SLIDE_SEEN -> SlideStateChanged.State.SEEN;
            case SLIDE_SETTLING -> SlideStateChanged.State.SETTLING;
            case SLIDE_SUBMITTED -> SlideStateChanged.State.SUBMITTED;
            case SLIDE_TILED -> SlideStateChanged.State.TILED;
            case SLIDE_MAPPED -> SlideStateChanged.State.MAPPED;
            case SLIDE_REJECTED -> SlideStateChanged.State.REJECTED;
            case SLIDE_STATE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("unknown slide state " + w.getStateValue());
        };
        return new SlideStateChanged(
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
