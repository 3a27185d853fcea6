package io.slidestream.synthetic;

import java.util.SplittableRandom;

/**
 * Paints what a class looks like in H&amp;E: its colours, and structures of its size. A likeness for tests of the chain;
 * a network trained on real tiles need not agree.
 */
final class Texture {
    static final int GLASS = 0xf4f3f4;

    private static final int NUCLEUS = 0x5a3a82;
    private static final int EOSIN = 0xd884b0;

    private final SplittableRandom random;
    private final double pxPerUm;
    private final int sidePx;

    private Texture(int sidePx, double mpp, SplittableRandom random) {
        this.sidePx = sidePx;
        this.pxPerUm = 1 / mpp;
        this.random = random;
    }

    /** Equal input gives an equal picture. */
    static Canvas paint(TissueClass tissue, int sidePx, double mpp, long seed) {
        SplittableRandom random = new SplittableRandom(seed * 31 + tissue.name().hashCode());
        Canvas canvas = new Texture(sidePx, mpp, random).paint(tissue);
        canvas.grain(random, tissue == TissueClass.BACK ? 1 : 3);
        return canvas;
    }

    private Canvas paint(TissueClass tissue) {
        return switch (tissue) {
            case ADI -> fat();
            case BACK -> new Canvas(sidePx, 0xf0eeef);
            case DEB -> debris();
            case LYM -> lymphocytes();
            case MUC -> mucus();
            case MUS -> muscle();
            case NORM -> crypts();
            case STR -> stroma();
            case TUM -> tumour();
        };
    }

    private Canvas fat() {
        Canvas canvas = new Canvas(sidePx, 0xf1edf1);
        Bubbles bubbles = new Bubbles(random, sidePx, um(45));
        for (int y = 0; y < sidePx; y++) {
            for (int x = 0; x < sidePx; x++) {
                canvas.blend(x, y, 0xcf8cb4, 1 - bubbles.distanceToRim(x, y) / um(1.6));
            }
        }
        return canvas;
    }

    private Canvas debris() {
        Canvas canvas = new Canvas(sidePx, 0xc79cc0);
        canvas.clouds(random, um(18), 1, 0x9c6aa4, 0.8);
        canvas.clouds(random, um(5), 1, 0xe2c3d8, 0.7);
        scatter(canvas, 0.006, 0.8, 1.6, 1, 0x4a3070, 0.8);
        return canvas;
    }

    private Canvas lymphocytes() {
        Canvas canvas = new Canvas(sidePx, 0xcdb4dc);
        canvas.clouds(random, um(12), 1, 0xb493c9, 0.6);
        scatter(canvas, 0.016, 2.9, 3.6, 1, 0x40307c, 0.92);
        return canvas;
    }

    private Canvas mucus() {
        Canvas canvas = new Canvas(sidePx, 0xd3d6ea);
        canvas.clouds(random, um(9), 6, 0xb2b6dc, 0.8);
        canvas.clouds(random, um(3), 9, 0xe9e6f2, 0.6);
        scatter(canvas, 0.0002, 2.5, 3.5, 1, 0x6b5a9c, 0.7);
        return canvas;
    }

    private Canvas muscle() {
        Canvas canvas = new Canvas(sidePx, EOSIN);
        canvas.clouds(random, um(4), 20, 0xb85f94, 0.75);
        canvas.clouds(random, um(2), 30, 0xefb2cf, 0.6);
        scatter(canvas, 0.0008, 1.4, 1.8, 6, NUCLEUS, 0.8);
        return canvas;
    }

    private Canvas crypts() {
        Canvas canvas = new Canvas(sidePx, 0xdfa8c6);
        canvas.clouds(random, um(6), 1, 0xc98fb8, 0.7);
        scatter(canvas, 0.0015, 2, 2.8, 1.5, NUCLEUS, 0.8);
        int across = (int) Math.max(1, Math.round(sidePx / um(95)));
        double pitchPx = (double) sidePx / across;
        for (int row = 0; row < across; row++) {
            for (int column = 0; column < across; column++) {
                crypt(canvas, (column + 0.5 * (row % 2) + 0.5) * pitchPx, (row + 0.5) * pitchPx);
            }
        }
        return canvas;
    }

    private void crypt(Canvas canvas, double x, double y) {
        double radiusPx = um(random.nextDouble(34, 40));
        canvas.ellipse(x, y, radiusPx, radiusPx, 0, 0xd9bcdc, 0.95);
        canvas.ellipse(x, y, radiusPx * 0.35, radiusPx * 0.25, random.nextDouble(3.1), 0xf3edf4, 0.95);
        int nuclei = (int) Math.round(2 * Math.PI * radiusPx / um(6));
        for (int i = 0; i < nuclei; i++) {
            double angle = 2 * Math.PI * i / nuclei;
            double distance = radiusPx * random.nextDouble(0.8, 0.92);
            canvas.ellipse(
                    x + distance * Math.cos(angle), y + distance * Math.sin(angle), um(4), um(2), angle, 0x553a86, 0.9);
        }
    }

    private Canvas stroma() {
        Canvas canvas = new Canvas(sidePx, 0xeab4cf);
        canvas.clouds(random, um(14), 1, 0xd795bb, 0.7);
        canvas.clouds(random, um(3), 5, 0xf6dce8, 0.8);
        canvas.clouds(random, um(2), 3, 0xc97fab, 0.5);
        scatter(canvas, 0.0016, 1.2, 1.7, 4, NUCLEUS, 0.8);
        return canvas;
    }

    private Canvas tumour() {
        Canvas canvas = new Canvas(sidePx, 0xb277b0);
        canvas.clouds(random, um(10), 1, 0x955aa0, 0.8);
        scatter(canvas, 0.0065, 3.6, 6, 1.5, 0x65408c, 0.85);
        scatter(canvas, 0.0065, 0.8, 1.4, 1, 0x3c2366, 0.8);
        canvas.clouds(random, um(30), 1, 0xd9a4c6, 0.3);
        return canvas;
    }

    /** Ellipses strewn at random; density per square micron, half widths in microns, {@code stretch} times as long. */
    private void scatter(
            Canvas canvas, double density, double minUm, double maxUm, double stretch, int colour, double opacity) {
        long number = Math.round(density * sidePx * sidePx / (pxPerUm * pxPerUm));
        for (long i = 0; i < number; i++) {
            double halfWidthPx = um(random.nextDouble(minUm, maxUm));
            double angle = stretch > 3 ? random.nextDouble(-0.3, 0.3) : random.nextDouble(Math.PI);
            canvas.ellipse(
                    random.nextDouble(sidePx),
                    random.nextDouble(sidePx),
                    halfWidthPx * random.nextDouble(0.8, 1.2) * stretch,
                    halfWidthPx,
                    angle,
                    colour,
                    opacity * random.nextDouble(0.8, 1));
        }
    }

    private double um(double um) {
        return um * pxPerUm;
    }
}
