package io.slidestream.mapfiles.pictures;

import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.slides.DicomUids;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The slide, small; read when it is first asked for, and white where it cannot be shown any more. Safe for concurrent use. */
public final class SlidePicture {
    /** Greatest length of the slide's longer side. */
    public static final int SIDE_PX = 1600;

    private static final String WHITE = "the pictures are drawn on white, because ";

    private static final Logger log = LoggerFactory.getLogger(SlidePicture.class);

    private final SlideTiled manifest;
    private final Thumbnails thumbnails;
    private final Consumer<String> notes;
    private boolean asked;
    private @Nullable RgbImage thumbnail;

    /** @param notes is told if the slide cannot be shown */
    public SlidePicture(SlideTiled manifest, Thumbnails thumbnails, Consumer<String> notes) {
        this.manifest = manifest;
        this.thumbnails = thumbnails;
        this.notes = notes;
    }

    /** Tells whether a note says that there is no picture of the slide. */
    public static boolean isWhite(String note) {
        return note.startsWith(WHITE);
    }

    /** A fresh picture that the caller may draw on. */
    public BufferedImage scaled(int sidePx) {
        RgbImage pixels = thumbnail();
        TileGrid grid = manifest.grid();
        double scale = (double) sidePx / Math.max(grid.slideWidthPx(), grid.slideHeightPx());
        int width = (int) Math.max(1, Math.round(grid.slideWidthPx() * scale));
        int height = (int) Math.max(1, Math.round(grid.slideHeightPx() * scale));
        if (pixels != null && pixels.widthPx() == width && pixels.heightPx() == height) {
            return image(pixels);
        }
        if (pixels != null && pixels.widthPx() >= width && pixels.heightPx() >= height) {
            return image(pixels.shrunk(width, height));
        }
        BufferedImage slide = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = slide.createGraphics();
        try {
            Pens.smooth(g);
            g.setColor(Color.WHITE);
            g.fillRect(0, 0, width, height);
            if (pixels != null) {
                g.drawImage(image(pixels), 0, 0, width, height, null);
            }
        } finally {
            g.dispose();
        }
        return slide;
    }

    private static BufferedImage image(RgbImage pixels) {
        BufferedImage image = new BufferedImage(pixels.widthPx(), pixels.heightPx(), BufferedImage.TYPE_INT_RGB);
        int[] rgb = pixels.rgb();
        System.arraycopy(rgb, 0, Pictures.pixels(image), 0, rgb.length);
        return image;
    }

    /** What identifies the slide in an archive; empty where it is no DICOM, or is gone. */
    public Optional<DicomUids> dicomUids() {
        try {
            return thumbnails.dicomUids(manifest.slide());
        } catch (SlideException | RuntimeException e) {
            log.warn("the DICOM objects of map {} name no study of the slide: {}", manifest.mapId(), e.toString());
            return Optional.empty();
        }
    }

    /** Microns of the slide that a pixel of a picture of it covers. */
    public double micronsPerPixel(BufferedImage slide) {
        return manifest.grid().slideWidthPx() * manifest.grid().mpp() / slide.getWidth();
    }

    private synchronized @Nullable RgbImage thumbnail() {
        if (!asked) {
            asked = true;
            try {
                thumbnail = thumbnails.thumbnail(manifest.slide(), SIDE_PX);
            } catch (SlideException | RuntimeException e) {
                log.warn("the pictures of map {} are drawn on white: {}", manifest.mapId(), e.toString());
                notes.accept(WHITE + "the slide could not be shown: " + e.getMessage());
            }
        }
        return thumbnail;
    }
}
