package io.slidestream.viewer;

import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.viewer.api.SlideCommands;
import io.slidestream.viewer.forgetting.Forgetting;
import java.io.IOException;
import java.util.Collection;

/** Passes commands on, and forgets what the viewer can reach itself. */
final class ForgettingCommands implements SlideCommands {
    private final SlideCommands others;
    private final Forgetting forgetting;

    ForgettingCommands(SlideCommands others, Forgetting forgetting) {
        this.others = others;
        this.forgetting = forgetting;
    }

    @Override
    public void retry(SlideMap map) {
        others.retry(map);
    }

    @Override
    public void resubmit(SlideMap map, double mpp) {
        others.resubmit(map, mpp);
    }

    @Override
    public void cancel(SlideMap map) {
        others.cancel(map);
    }

    @Override
    public Forgetting.Done forget(SlideVersion slide, Collection<MapId> maps) throws IOException {
        return forgetting.forget(slide, maps);
    }

    @Override
    public Forgetting.Done forget(SlideMap map) throws IOException {
        return forgetting.forget(map.slide(), map.id());
    }
}
