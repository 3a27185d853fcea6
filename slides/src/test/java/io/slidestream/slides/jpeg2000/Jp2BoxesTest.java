package io.slidestream.slides.jpeg2000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.TileDecoder;
import io.slidestream.slides.codec.TilePixels;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.synthetic.TileCoding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Jp2BoxesTest {
    private static final int SIDE = 256;
    private static final byte[] SIGNATURE = {0x0d, 0x0a, (byte) 0x87, 0x0a};

    @TempDir
    Path folder;

    @Test
    void codeStreamInAFile_hasThePixelsOfTheCodeStream() throws Exception {
        byte[] stream = tile();
        int[] pixels = decoded(stream);

        assertThat(Arrays.stream(pixels).distinct().count()).isGreaterThan(100);
        assertThat(decoded(joined(box("jP  ", SIGNATURE), box("jp2h", new byte[40]), box("jp2c", stream))))
                .isEqualTo(pixels);
        assertThat(decoded(joined(box("jP  ", SIGNATURE), longBox("jp2c", stream))))
                .isEqualTo(pixels);
        assertThat(decoded(joined(box("jP  ", SIGNATURE), lastBox("jp2c", stream))))
                .isEqualTo(pixels);
        assertThat(Jpeg2000Codec.codeStream(joined(box("jP  ", SIGNATURE), box("jp2c", stream))))
                .isEqualTo(stream);
    }

    @Test
    void boxesThatLie_areNoCodeStream() {
        byte[] beyond = joined(box("jP  ", SIGNATURE), box("jp2h", new byte[40]));
        ByteBuffer.wrap(beyond).putInt(12, Integer.MAX_VALUE);
        byte[] backwards = joined(box("jP  ", SIGNATURE), longBox("jp2h", new byte[40]));
        ByteBuffer.wrap(backwards).putLong(20, -20);
        byte[] endless = joined(box("jP  ", SIGNATURE), longBox("jp2c", new byte[0]), new byte[16]);
        ByteBuffer.wrap(endless).putLong(20, Long.MAX_VALUE);

        for (byte[] bytes : new byte[][] {beyond, backwards, endless, joined(box("jP  ", SIGNATURE))}) {
            assertThatThrownBy(() -> decoded(bytes)).isInstanceOf(CodecException.class);
        }
    }

    /** A code stream of a slide; what follows its end is of no account. */
    private byte[] tile() throws Exception {
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder()
                .size(600, 400)
                .mpp(0.5)
                .coding(TileCoding.JPEG_2000)
                .write(slide);
        byte[] file = Files.readAllBytes(slide);
        int at = 0;
        while (ByteBuffer.wrap(file).getInt(at) != 0xff4f_ff51) {
            at++;
        }
        return Arrays.copyOfRange(file, at, file.length);
    }

    private static int[] decoded(byte[] bytes) throws CodecException {
        TilePixels target = new TilePixels(SIDE, SIDE);
        try (TileDecoder decoder = new Jpeg2000Codec(Jpeg2000Colour.YCBCR).newDecoder()) {
            decoder.prepare(bytes.length).put(bytes);
            decoder.decode(SIDE, SIDE, target);
        }
        int[] pixels = new int[SIDE * SIDE];
        target.pixels().get(0, pixels);
        return pixels;
    }

    private static byte[] box(String type, byte[] content) {
        return head(8 + content.length, type, 8 + content.length).put(content).array();
    }

    private static byte[] lastBox(String type, byte[] content) {
        return head(0, type, 8 + content.length).put(content).array();
    }

    private static byte[] longBox(String type, byte[] content) {
        return head(1, type, 16 + content.length)
                .putLong(16 + content.length)
                .put(content)
                .array();
    }

    private static ByteBuffer head(int length, String type, int bytes) {
        return ByteBuffer.allocate(bytes).putInt(length).put(type.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
