package io.slidestream.slides.jpeg2000;

import io.slidestream.slides.codec.CodecException;
import java.nio.ByteBuffer;

/*
 * A code stream of a hundred bytes can ask a decoder for gigabytes: by its size, its tiles, its layers, by precincts of one
 * pixel or code blocks of sixteen, by a progression that visits every place again and again. Scanners write one tile (or a
 * few), a handful of layers and code blocks of 32 or 64 pixels; what is far beyond that is left to others before any native
 * code sees it. Markers that change the coding of a part (COC, POC, PPM, and COD within a tile) are not written by
 * scanners, and each would need all these sums again.
 */
/** The headers of a code stream, checked against the tile that it is to be. */
final class CodeStreamHead {
    private static final int SOC = 0xff4f;
    private static final int SIZ = 0xff51;
    private static final int COD = 0xff52;
    private static final int COC = 0xff53;
    private static final int TLM = 0xff55;
    private static final int PLM = 0xff57;
    private static final int PLT = 0xff58;
    private static final int QCD = 0xff5c;
    private static final int QCC = 0xff5d;
    private static final int COM = 0xff64;
    private static final int CRG = 0xff63;
    private static final int SOT = 0xff90;
    private static final int SOD = 0xff93;
    private static final int EOC = 0xffd9;

    private static final int COMPONENTS = 3;
    private static final int MAX_TILES = 256;
    private static final int MAX_TILE_PARTS = 4096;
    private static final int MAX_LAYERS = 128;
    private static final int MAX_HALVINGS = 32;
    private static final long MAX_CODE_BLOCKS = 1 << 16;
    private static final long MAX_PRECINCTS = 1 << 14;

    private final ByteBuffer bytes;
    private int halvings = -1;
    private int tiles;

    private CodeStreamHead(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * Checks a whole code stream.
     *
     * @param bytes from position to limit, which stay as they are
     * @throws CodecException saying what is wrong or too much
     */
    static CodeStreamHead of(ByteBuffer bytes, int widthPx, int heightPx) throws CodecException {
        CodeStreamHead head = new CodeStreamHead(bytes.slice());
        head.check(widthPx, heightPx);
        return head;
    }

    /** How often the picture can be halved, a side. */
    int halvings() {
        return halvings;
    }

    private void check(int widthPx, int heightPx) throws CodecException {
        if (u16(0) != SOC || u16(2) != SIZ) {
            throw new CodecException("it does not begin as a JPEG 2000 code stream");
        }
        checkSize(4, widthPx, heightPx);
        int at = next(2);
        int marker = u16(at);
        while (marker != SOT) {
            switch (marker) {
                case COD -> checkCoding(at + 4, u16(at + 2) - 2, widthPx, heightPx);
                case QCD, QCC, COM, CRG, TLM, PLM -> {}
                default -> throw unexpected(marker);
            }
            at = next(at);
            marker = u16(at);
        }
        if (halvings < 0) {
            throw new CodecException("it does not say how it is coded");
        }
        checkTileParts(at);
    }

    private void checkSize(int at, int widthPx, int heightPx) throws CodecException {
        long width = u32(at + 4);
        long height = u32(at + 8);
        long tileWidth = u32(at + 20);
        long tileHeight = u32(at + 24);
        if (width != widthPx || height != heightPx) {
            throw new CodecException("it is of " + width + "x" + height + " px, not " + widthPx + "x" + heightPx);
        }
        if (u32(at + 12) != 0 || u32(at + 16) != 0 || u32(at + 28) != 0 || u32(at + 32) != 0) {
            throw new CodecException("its grid does not begin at 0");
        }
        if (tileWidth < 1 || tileHeight < 1) {
            throw new CodecException("its tiles have no size");
        }
        long across = (width + tileWidth - 1) / tileWidth;
        long down = (height + tileHeight - 1) / tileHeight;
        if (across * down > MAX_TILES) {
            throw new CodecException("it is cut into " + across * down + " tiles");
        }
        tiles = (int) (across * down);
        if (u16(at + 36) != COMPONENTS) {
            throw new CodecException("it is of " + u16(at + 36) + " components, not " + COMPONENTS);
        }
        for (int i = 0; i < COMPONENTS; i++) {
            int component = at + 38 + 3 * i;
            int most = i == 0 ? 1 : 2;
            if (u8(component) != 7
                    || u8(component + 1) < 1
                    || u8(component + 1) > most
                    || u8(component + 2) < 1
                    || u8(component + 2) > most) {
                throw new CodecException("its components are not of 8 bits, the others as fine as the first or half");
            }
        }
    }

    private void checkCoding(int at, int length, int widthPx, int heightPx) throws CodecException {
        if (halvings >= 0 || length < 10) {
            throw new CodecException("it says twice, or not in full, how it is coded");
        }
        int layers = u16(at + 2);
        int levels = u8(at + 5);
        int blockWidth = u8(at + 6) + 2;
        int blockHeight = u8(at + 7) + 2;
        boolean precincts = (u8(at) & 1) == 1;
        if (layers < 1 || layers > MAX_LAYERS || levels > MAX_HALVINGS) {
            throw new CodecException("it has " + layers + " layers and " + levels + " halvings");
        }
        if (blockWidth > 10
                || blockHeight > 10
                || blockWidth + blockHeight > 12
                || length < 10 + (precincts ? levels + 1 : 0)) {
            throw new CodecException("its code blocks have no proper size");
        }
        long places = 0;
        long blocks = 0;
        for (int level = 0; level <= levels; level++) {
            int precinct = precincts ? u8(at + 10 + level) : 0xff;
            int precinctWidth = precinct & 15;
            int precinctHeight = precinct >> 4;
            long width = halved(widthPx, levels - level);
            long height = halved(heightPx, levels - level);
            places += parts(width, precinctWidth) * parts(height, precinctHeight);
            int bandWidth = level == 0 ? precinctWidth : Math.max(0, precinctWidth - 1);
            int bandHeight = level == 0 ? precinctHeight : Math.max(0, precinctHeight - 1);
            blocks += parts(width, Math.min(blockWidth, bandWidth)) * parts(height, Math.min(blockHeight, bandHeight));
        }
        if (COMPONENTS * places > MAX_PRECINCTS || COMPONENTS * blocks > MAX_CODE_BLOCKS) {
            throw new CodecException("it is cut into " + COMPONENTS * places + " precincts and more than "
                    + COMPONENTS * blocks + " code blocks");
        }
        halvings = levels;
    }

    private void checkTileParts(int first) throws CodecException {
        int at = first;
        for (int parts = 0; at + 2 <= bytes.limit() && u16(at) != EOC; parts++) {
            if (u16(at) != SOT || u16(at + 2) != 10 || parts > MAX_TILE_PARTS) {
                throw new CodecException("its tile parts are not in order");
            }
            if (u16(at + 4) >= tiles) {
                throw new CodecException("it has a part of tile " + u16(at + 4) + " of " + tiles);
            }
            long length = u32(at + 6);
            int header = at + 12;
            while (u16(header) != SOD) {
                int marker = u16(header);
                if (marker != QCD && marker != QCC && marker != COM && marker != PLT) {
                    throw unexpected(marker);
                }
                header = next(header);
            }
            if (length == 0 || length > bytes.limit() - at) {
                return; // the last one, or cut off: the decoder says what can be had
            }
            if (length < header + 2 - at) {
                throw new CodecException("a tile part is shorter than its header");
            }
            at += (int) length;
        }
    }

    private static CodecException unexpected(int marker) {
        return new CodecException(
                marker == COC
                        ? "its components are coded each in its own way"
                        : "unexpected marker " + Integer.toHexString(marker));
    }

    private static long halved(long px, int times) {
        return Math.max(1, times > 31 ? 1 : (px + (1L << times) - 1) >> times);
    }

    private static long parts(long px, int exponent) {
        return (px + (1L << exponent) - 1) >> exponent;
    }

    private int next(int at) throws CodecException {
        int length = u16(at + 2);
        if (length < 2) {
            throw new CodecException("a marker has no length");
        }
        return at + 2 + length;
    }

    private int u8(int at) throws CodecException {
        return require(at, 1).get(at) & 0xff;
    }

    private int u16(int at) throws CodecException {
        return require(at, 2).getShort(at) & 0xffff;
    }

    private long u32(int at) throws CodecException {
        return require(at, 4).getInt(at) & 0xffff_ffffL;
    }

    private ByteBuffer require(int at, int count) throws CodecException {
        if (at < 0 || at > bytes.limit() - count) {
            throw new CodecException("it ends within its headers");
        }
        return bytes;
    }
}
