package io.slidestream.tiler;

import io.slidestream.contracts.Model;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.tiler.tiling.SlideOpener;
import io.slidestream.tiler.tiling.TilingRecipe;
import io.slidestream.tiler.tiling.TilingTask;
import io.slidestream.tiler.tissue.TissueSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the tests tile. */
public final class Samples {
    public static final Model MODEL = new Model("m1", "two classes", List.of("STR", "TUM"), 224, 0.5);

    private Samples() {}

    public static TilingRecipe recipe(@Nullable Double mpp) {
        return new TilingRecipe(MODEL, 1, mpp, TissueSettings.DEFAULT, TilingRecipe.DEFAULT_TILES_LIMIT);
    }

    public static SlideVersion slide(String name) {
        return new SlideVersion("file:///bucket/" + name + ".svs", "1000-5", name);
    }

    public static TilingTask task(String name, int attempt) {
        return new TilingTask(recipe(null).mapId(slide(name)), attempt, slide(name), 1_700_000_000_000L);
    }

    /** 20 x 15 tiles of 224 px, the left half stained: 10 columns of tiles. */
    public static PaintedSlide halfStained() {
        return PaintedSlide.of(4480, 3360, 0.5, PaintedSlide.stainedRectangle(0, 0, 2240, 3360));
    }

    public static SlideOpener opening(SlideReader reader) {
        return slide -> reader;
    }

    public static SlideOpener failing(SlideException failure) {
        return slide -> {
            throw failure;
        };
    }
}
