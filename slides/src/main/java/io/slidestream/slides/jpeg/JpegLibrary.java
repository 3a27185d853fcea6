package io.slidestream.slides.jpeg;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Libraries that decode JPEG. */
public enum JpegLibrary {
    /** libjpeg-turbo, which also decodes at half, quarter and eighth size at a fraction of the cost. */
    LIBTURBOJPEG("libturbojpeg", 8),
    /** The JDK's, at half the speed. */
    IMAGEIO("imageio", 1);

    private static final Logger LOG = LoggerFactory.getLogger(JpegLibrary.class);

    private final String label;
    private final int maxReduction;

    JpegLibrary(String label, int maxReduction) {
        this.label = label;
        this.maxReduction = maxReduction;
    }

    /** The faster one that is installed; says so once where it is not libturbojpeg. */
    public static JpegLibrary best() {
        return Best.LIBRARY;
    }

    /** The name in logs and metrics. */
    public String label() {
        return label;
    }

    /** A tile can be decoded at a size reduced by each power of two up to this. */
    public int maxReduction() {
        return maxReduction;
    }

    public JpegDecoder newDecoder() {
        return switch (this) {
            case LIBTURBOJPEG -> new TurboDecoder();
            case IMAGEIO -> new ImageIoDecoder();
        };
    }

    /** libjpeg-turbo's, where it is installed. */
    public static Optional<String> turboVersion() {
        return best() == LIBTURBOJPEG ? Optional.of(TurboJpegLibrary.version()) : Optional.empty();
    }

    private static final class Best {
        private static final JpegLibrary LIBRARY = find();

        private static JpegLibrary find() {
            try {
                TurboJpegLibrary.load();
                return LIBTURBOJPEG;
            } catch (UnsatisfiedLinkError e) {
                LOG.warn("libturbojpeg is not installed (apt-get install libturbojpeg0): JPEG slides are decoded by"
                        + " the JDK at half the speed");
                return IMAGEIO;
            }
        }
    }
}
