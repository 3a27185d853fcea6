package io.slidestream.standalone.commands;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileEstimate;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.s3.S3Location;
import io.slidestream.standalone.terminal.Consent;
import io.slidestream.tiler.tiling.SlideOpener;
import io.slidestream.tiler.tiling.TilingRecipe;
import java.util.List;

/** How many tiles slides have at most, tissue or not, and consent to it where one has more than usual. */
final class ExpectedTiles {
    private final SlideOpener opener;
    private final TilingRecipe recipe;

    ExpectedTiles(SlideOpener opener, TilingRecipe recipe) {
        this.opener = opener;
        this.recipe = recipe;
    }

    /**
     * Returns if no slide has more tiles than usual, or there is consent.
     *
     * @param tilesPerSecond measured before; 0 where nothing was
     * @throws io.slidestream.standalone.terminal.UsageException if there is none
     */
    void agree(List<SlideVersion> slides, double tilesPerSecond, Consent consent) {
        long all = 0;
        long most = 0;
        String largest = "";
        for (SlideVersion slide : slides) {
            long tiles = atMost(slide);
            all += tiles;
            if (tiles > most) {
                most = tiles;
                largest = slide.name();
            }
        }
        if (!new TileEstimate(most, 0).isUsual()) {
            TileEstimate work = new TileEstimate(all, tilesPerSecond);
            consent.ask((slides.size() == 1
                            ? "slide " + largest + " would make up to " + work.number()
                            : slides.size() + " slides would make up to " + work.number() + ", slide " + largest
                                    + " alone " + new TileEstimate(most, 0).number())
                    + ", if all of it were tissue; " + work.time());
        }
    }

    /** 0 where that is told later: of a slide that would have to be downloaded for it, and of one that gets no map. */
    private long atMost(SlideVersion slide) {
        if (S3Location.isOne(slide.location())) {
            return 0;
        }
        try (SlideReader reader = opener.open(slide)) {
            return recipe.mostTiles(reader.properties());
        } catch (SlideException e) {
            return 0;
        }
    }
}
