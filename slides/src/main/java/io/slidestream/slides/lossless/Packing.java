package io.slidestream.slides.lossless;

import java.util.Optional;

/** How a tile's bytes are packed. */
public enum Packing {
    NONE("raw", "uncompressed"),
    DEFLATE("deflate", "deflate"),
    LZW("lzw", "LZW");

    private final String label;
    private final String coding;

    Packing(String label, String coding) {
        this.label = label;
        this.coding = coding;
    }

    /** By TIFF's number of a compression. */
    public static Optional<Packing> ofTiff(int compression) {
        return switch (compression) {
            case 1 -> Optional.of(NONE);
            case 5 -> Optional.of(LZW);
            case 8, 32_946 -> Optional.of(DEFLATE);
            default -> Optional.empty();
        };
    }

    public String label() {
        return label;
    }

    String coding() {
        return coding;
    }
}
