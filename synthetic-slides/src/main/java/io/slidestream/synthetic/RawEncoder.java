package io.slidestream.synthetic;

/** Tiles that are not compressed. */
final class RawEncoder implements TileEncoder {
    private static final int SAMPLES = 3;

    private final Planes planes;

    /** Order of the samples. */
    enum Planes {
        INTERLEAVED,
        APART
    }

    RawEncoder(Planes planes) {
        this.planes = planes;
    }

    @Override
    public byte[] encode(int[] rgb, int widthPx, int heightPx) {
        byte[][] bands = Bands.rgb(rgb);
        byte[] raw = new byte[SAMPLES * rgb.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = planes == Planes.APART ? bands[i / rgb.length][i % rgb.length] : bands[i % SAMPLES][i / SAMPLES];
        }
        return raw;
    }

    @Override
    public void close() {}
}
