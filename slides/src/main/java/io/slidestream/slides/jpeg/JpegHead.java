package io.slidestream.slides.jpeg;

import io.slidestream.slides.codec.CodecException;
import java.util.Arrays;

/** All that a JPEG stream of three components says before its scan's bytes. */
public final class JpegHead {
    private static final int COMPONENTS = 3;
    private static final int BLOCK_PX = 8;

    private final byte[] bytes;
    private int frameAt = -1;
    private int restartInterval;
    private JpegColour colour = JpegColour.YCBCR;
    private boolean colourIsSaid;

    private JpegHead(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the markers.
     *
     * @param start of the stream, and perhaps much of what follows
     * @throws CodecException if they are not those of a stream of three 8-bit components
     */
    public static JpegHead of(byte[] start) throws CodecException {
        if (Marker.at(start, 0) != Marker.SOI) {
            throw new CodecException("it does not begin as a JPEG stream");
        }
        int at = 2;
        while (true) {
            int marker = Marker.at(start, at);
            int length = at + 4 > start.length ? 0 : (start[at + 2] & 0xff) << 8 | start[at + 3] & 0xff;
            if (marker < 0 || length < 2 || at + 2 + length > start.length) {
                throw new CodecException("it has no scan");
            }
            at += 2 + length;
            if (marker == Marker.SOS) {
                JpegHead head = new JpegHead(Arrays.copyOf(start, at));
                head.readMarkers();
                return head;
            }
        }
    }

    /** Bytes of the stream before its scan's. */
    public int lengthBytes() {
        return bytes.length;
    }

    /** Blocks groups between restart markers; 0 where there are none. */
    public int restartInterval() {
        return restartInterval;
    }

    /** The frame's width as it stands there, which may be wrong. */
    public int saidWidthPx() {
        return u16(frameAt + 7);
    }

    public int saidHeightPx() {
        return u16(frameAt + 5);
    }

    /** Width of the smallest group of blocks that is coded together. */
    public int groupWidthPx() {
        return BLOCK_PX * Math.max(sampling(0) >> 4, Math.max(sampling(1) >> 4, sampling(2) >> 4));
    }

    public int groupHeightPx() {
        return BLOCK_PX * Math.max(sampling(0) & 15, Math.max(sampling(1) & 15, sampling(2) & 15));
    }

    /** Colours as libjpeg guesses them: JFIF means YCbCr, an Adobe marker says, else the components' names do. */
    public JpegColour colour() {
        return colour;
    }

    /** The head of a stream of another size and no remarks. */
    byte[] resized(int widthPx, int heightPx) {
        byte[] resized = bytes.clone();
        resized[frameAt + 5] = (byte) (heightPx >> 8);
        resized[frameAt + 6] = (byte) heightPx;
        resized[frameAt + 7] = (byte) (widthPx >> 8);
        resized[frameAt + 8] = (byte) widthPx;
        return resized;
    }

    private void readMarkers() throws CodecException {
        for (int at = 2; at < bytes.length; at += 2 + u16(at + 2)) {
            int marker = Marker.at(bytes, at);
            int length = u16(at + 2);
            if (marker == Marker.DRI && length == 4) {
                restartInterval = u16(at + 4);
            } else if (marker == Marker.APP0 && length >= 7 && is(at + 4, "JFIF")) {
                say(JpegColour.YCBCR);
            } else if (marker == Marker.APP14 && length >= 14 && is(at + 4, "Adobe")) {
                say(bytes[at + 15] == 0 ? JpegColour.RGB : JpegColour.YCBCR);
            } else if (marker == Marker.SOF0 || marker == Marker.SOF1) {
                readFrame(at, length);
            } else if (!Marker.isTable(marker) && !Marker.isRemark(marker) && marker != Marker.SOS) {
                throw new CodecException("unexpected marker " + Integer.toHexString(marker));
            }
        }
        if (frameAt < 0) {
            throw new CodecException("it has no frame");
        }
        boolean named = bytes[frameAt + 10] == 'R' && bytes[frameAt + 13] == 'G' && bytes[frameAt + 16] == 'B';
        if (!colourIsSaid && named) {
            colour = JpegColour.RGB;
        }
    }

    private void readFrame(int at, int length) throws CodecException {
        if (frameAt >= 0 || length < 17 || bytes[at + 4] != 8 || bytes[at + 9] != COMPONENTS) {
            throw new CodecException("it is not of one frame of three 8-bit components");
        }
        frameAt = at;
        for (int i = 0; i < COMPONENTS; i++) {
            int across = sampling(i) >> 4;
            int down = sampling(i) & 15;
            if (across < 1 || across > 4 || down < 1 || down > 4) {
                throw new CodecException("its components have no proper sampling");
            }
        }
    }

    private void say(JpegColour said) {
        if (!colourIsSaid) {
            colour = said;
            colourIsSaid = true;
        }
    }

    private int sampling(int component) {
        return bytes[frameAt + 11 + 3 * component] & 0xff;
    }

    private boolean is(int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int u16(int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
