package io.slidestream.slides.jpeg;

/** The second bytes of JPEG's markers, and what kinds of segments they begin. */
final class Marker {
    static final int SOF0 = 0xc0;
    static final int SOF1 = 0xc1;
    static final int SOF2 = 0xc2;
    static final int DHT = 0xc4;
    static final int SOI = 0xd8;
    static final int EOI = 0xd9;
    static final int SOS = 0xda;
    static final int DQT = 0xdb;
    static final int DRI = 0xdd;
    static final int APP0 = 0xe0;
    static final int APP14 = 0xee;
    static final int COM = 0xfe;

    private Marker() {}

    /** The marker at a place, or -1. */
    static int at(byte[] bytes, int place) {
        return place + 1 < bytes.length && bytes[place] == (byte) 0xff ? bytes[place + 1] & 0xff : -1;
    }

    static boolean isTable(int marker) {
        return marker == DQT || marker == DHT || marker == DRI;
    }

    /** Says something of the picture, but not how to decode it (except for its colours). */
    static boolean isRemark(int marker) {
        return marker >= APP0 && marker <= 0xef || marker == COM;
    }

    /** A frame that the decoders know: baseline, extended sequential, progressive. */
    static boolean isFrame(int marker) {
        return marker == SOF0 || marker == SOF1 || marker == SOF2;
    }
}
