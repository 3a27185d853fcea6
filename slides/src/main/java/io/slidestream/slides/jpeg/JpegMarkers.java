package io.slidestream.slides.jpeg;

import io.slidestream.slides.codec.CodecException;
import java.util.Optional;

/** What the markers before the scan of a JPEG stream say of its components. */
public final class JpegMarkers {
    private static final int SHORTEST_ADOBE = 14;
    private static final int ADOBE_TRANSFORM = 15;

    private int components;
    private int precision;
    private boolean jfif;
    private int adobeTransform = -1;
    private boolean subsampled;
    private boolean namedRgb;

    private JpegMarkers() {}

    /** @throws CodecException if it is no JPEG stream */
    public static JpegMarkers of(byte[] stream) throws CodecException {
        JpegMarkers markers = new JpegMarkers();
        if (Marker.at(stream, 0) != Marker.SOI) {
            throw new CodecException("it does not begin as a JPEG stream");
        }
        int at = 2;
        while (true) {
            int marker = Marker.at(stream, at);
            int length = at + 4 > stream.length ? 0 : (stream[at + 2] & 0xff) << 8 | stream[at + 3] & 0xff;
            if (marker < 0 || length < 2 || marker == Marker.SOS || marker == Marker.EOI) {
                throw new CodecException("it has no frame");
            }
            if (marker >= Marker.SOF0 && marker <= 0xcf && marker != Marker.DHT && marker != 0xc8 && marker != 0xcc) {
                markers.frame(stream, at);
                return markers;
            }
            markers.remark(stream, at, marker, length);
            at += 2 + length;
        }
    }

    public int components() {
        return components;
    }

    public int precision() {
        return precision;
    }

    /** What its markers say that its three components are; empty where they say nothing. */
    public Optional<JpegColour> colour() {
        if (adobeTransform >= 0) {
            return Optional.of(adobeTransform == 0 ? JpegColour.RGB : JpegColour.YCBCR);
        }
        if (jfif || subsampled) {
            return Optional.of(JpegColour.YCBCR);
        }
        return namedRgb ? Optional.of(JpegColour.RGB) : Optional.empty();
    }

    private void remark(byte[] stream, int at, int marker, int length) {
        if (at + 2 + length > stream.length) {
            return;
        }
        if (marker == Marker.APP0 && length >= 7 && stream[at + 4] == 'J' && stream[at + 5] == 'F') {
            jfif = true;
        }
        boolean adobe = marker == Marker.APP14 && length >= SHORTEST_ADOBE && stream[at + 4] == 'A';
        if (adobe && stream[at + 5] == 'd') {
            adobeTransform = stream[at + ADOBE_TRANSFORM] & 0xff;
        }
    }

    private void frame(byte[] stream, int at) throws CodecException {
        if (at + 10 > stream.length || at + 10 + 3 * (stream[at + 9] & 0xff) > stream.length) {
            throw new CodecException("its frame ends too early");
        }
        precision = stream[at + 4] & 0xff;
        components = stream[at + 9] & 0xff;
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < components; i++) {
            names.append((char) (stream[at + 10 + 3 * i] & 0xff));
            subsampled |= stream[at + 11 + 3 * i] != stream[at + 11];
        }
        namedRgb = names.toString().equals("RGB");
    }
}
