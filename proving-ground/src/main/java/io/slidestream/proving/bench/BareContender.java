package io.slidestream.proving.bench;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.open.BareTiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The decoder alone: every JPEG tile under the tiles once, and thrown away. What any reader of these pixels must spend. */
final class BareContender implements Contender {
    private static final int RUN = 16;

    private final Path slide;
    private final ReadPlan plan;
    private final int reduction;

    BareContender(Path slide, ReadPlan plan, int reduction) {
        this.slide = slide;
        this.plan = plan;
        this.reduction = reduction;
    }

    @Override
    public String name() {
        return "bare decode";
    }

    @Override
    public Pass open(Order order, int threads) throws SlideException {
        List<BareTiles> decoders = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            decoders.add(bare(slide, reduction));
        }
        List<ReadPlan.JpegPlace> places = plan.jpegTiles(
                order, decoders.get(0).tileWidthPx(), decoders.get(0).tileHeightPx());
        double tilesEach = (double) plan.tiles() / places.size();
        List<Unit> units = new ArrayList<>();
        for (int first = 0; first < places.size(); first += RUN) {
            List<ReadPlan.JpegPlace> run = places.subList(first, Math.min(places.size(), first + RUN));
            units.add((thread, progress) -> {
                for (ReadPlan.JpegPlace place : run) {
                    decoders.get(thread).decode(place.column(), place.row());
                    progress.done(tilesEach);
                }
            });
        }
        return new Pass() {
            @Override
            public List<Unit> units() {
                return units;
            }

            @Override
            public void close() {
                decoders.forEach(BareTiles::close);
            }
        };
    }

    static BareTiles bare(Path slide, int reduction) throws SlideException {
        try {
            return BareTiles.open(slide, JpegLibrary.best(), reduction);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
