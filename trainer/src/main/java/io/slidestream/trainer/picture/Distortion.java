package io.slidestream.trainer.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;

/**
 * Distortion that a tile suffers in other scanners, stains and archives, at a fixed strength.
 *
 * @param kind what is done
 * @param amount how much
 * @param unit of the amount, may be empty
 */
public record Distortion(String kind, int amount, String unit, UnaryOperator<TilePicture> change)
        implements PictureChange {
    /** The rows of the robustness table. */
    public static final List<Distortion> ALL = List.of(
            jpeg(90), jpeg(70), jpeg(50), jpeg(30), hue(-20), hue(-10), hue(10), hue(20), blur(1), blur(2), blur(3));

    /** {@code −20°}. */
    public String strength() {
        return (amount < 0 ? "−" : kind.startsWith("hue") ? "+" : "") + Math.abs(amount) + unit;
    }

    @Override
    public TilePicture of(TilePicture picture) {
        return change.apply(picture);
    }

    /** Written once more as JPEG (4:2:0) at a quality from 0 to 100. */
    public static Distortion jpeg(int quality) {
        return new Distortion("JPEG quality", quality, "", picture -> asJpeg(picture, quality));
    }

    /** Every pixel's hue turned on the circle of 360°, saturation and brightness kept. */
    static Distortion hue(int degrees) {
        return new Distortion("hue shift", degrees, "°", picture -> {
            int[] rgb = new int[picture.rgb().length];
            float[] hsb = new float[3];
            for (int i = 0; i < rgb.length; i++) {
                int pixel = picture.rgb()[i];
                Color.RGBtoHSB((pixel >> 16) & 0xff, (pixel >> 8) & 0xff, pixel & 0xff, hsb);
                rgb[i] = Color.HSBtoRGB(hsb[0] + degrees / 360f, hsb[1], hsb[2]) & 0xffffff;
            }
            return new TilePicture(picture.widthPx(), picture.heightPx(), rgb);
        });
    }

    /** Gaussian blur; the edge pixels are repeated outwards. */
    public static Distortion blur(int sigmaPx) {
        return new Distortion("blur, σ", sigmaPx, " px", picture -> GaussianBlur.of(picture, sigmaPx));
    }

    private static TilePicture asJpeg(TilePicture picture, int quality) {
        try {
            BufferedImage read = ImageIO.read(new ByteArrayInputStream(Jpeg.bytes(picture, quality)));
            int[] rgb = read.getRGB(0, 0, picture.widthPx(), picture.heightPx(), null, 0, picture.widthPx());
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] &= 0xffffff;
            }
            return new TilePicture(picture.widthPx(), picture.heightPx(), rgb);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
