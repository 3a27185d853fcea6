package io.slidestream.proving.bench;

/** Order in which tiles are read. */
public enum Order {
    /** Row by row over the whole width, in runs of 16. */
    RASTER("raster"),
    /** Block by block of 8 x 8 tiles, inside a block row by row: what workers do. */
    BLOCKS("blocks");

    private final String label;

    Order(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
