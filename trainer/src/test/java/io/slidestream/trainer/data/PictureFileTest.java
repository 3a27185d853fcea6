package io.slidestream.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.trainer.Tiles;
import io.slidestream.trainer.picture.TilePicture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {
    @TempDir
    Path temp;

    @Test
    void grey_staysTheGreyThatIsStored() throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 100);

        assertThat(read(image).rgb()).containsExactly(0x646464);
    }

    @Test
    void whatIsTransparent_isOnWhite() throws IOException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00123456);
        image.setRGB(1, 0, 0x80000000);
        image.setRGB(2, 0, 0xff123456);

        assertThat(read(image).rgb()).containsExactly(0xffffff, 0x7f7f7f, 0x123456);
    }

    @Test
    void aPalette_isLookedUp() throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
        image.setRGB(0, 0, 0xffff0000);

        assertThat(read(image).rgb()).containsExactly(0xff0000);
    }

    @Test
    void sixteenBits_areRefused() {
        assertThatThrownBy(() -> read(new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY)))
                .isInstanceOf(IOException.class)
                .hasMessage("has 16 bits a sample, save it with 8 (which of them hold the picture is not known)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LZW", "ZLib", "Deflate", "PackBits", "JPEG"})
    void tiffsAreRead_howeverTheyAreCompressed(String compression) throws IOException {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 1024; i++) {
            image.setRGB(i % 32, i / 32, 0xb08060 + i / 32);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionType(compression);
        Path file = temp.resolve("tile.tif");
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        }

        TilePicture read = PictureFile.read(file);

        for (int i = 0; i < 1024; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                int sample = (read.rgb()[i] >> shift) & 0xff;
                int expected = (image.getRGB(i % 32, i / 32) >> shift) & 0xff;
                assertThat(sample).isCloseTo(expected, within(compression.equals("JPEG") ? 8 : 0));
            }
        }
    }

    /** The JDK's reader gives the rest in grey without an error. */
    @Test
    void aJpegThatEndsEarly_isDamaged() throws IOException {
        Path whole = Tiles.write(temp, "whole.jpg", 64, 0x804020, 1);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(temp.resolve("cut.jpg"), Arrays.copyOf(bytes, bytes.length * 3 / 4));

        assertThat(PictureFile.read(whole).rgb()).hasSize(64 * 64);
        assertThatThrownBy(() -> PictureFile.read(cut))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("damaged (", "remature end");
    }

    @Test
    void aHeaderThatClaimsAHugePicture_isRefusedBeforeItIsDecoded() throws IOException {
        assertThatThrownBy(() -> PictureFile.read(claiming(30_000)))
                .hasMessage("is 30000x30000 px, a tile has at most 8192 a side");
        assertThatThrownBy(() -> PictureFile.read(claiming(8192)))
                .hasMessage("is 8192x8192 px, a tile has at most 16777216 pixels");
    }

    private Path claiming(int sidePx) throws IOException {
        byte[] png = Files.readAllBytes(Tiles.write(temp, "t.png", 16, 0x804020, 1));
        ByteBuffer.wrap(png).putInt(16, sidePx).putInt(20, sidePx);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        return Files.write(temp.resolve("huge.png"), png);
    }

    @Test
    void whatIsNoPicture_isSaid() throws IOException {
        Path empty = Files.createFile(temp.resolve("empty.png"));
        Path text = Files.writeString(temp.resolve("text.png"), "no picture");

        assertThatThrownBy(() -> PictureFile.read(empty)).hasMessage("is empty");
        assertThatThrownBy(() -> PictureFile.read(text))
                .hasMessage("not a picture this version reads (png, jpg, tif, bmp)");
    }

    private TilePicture read(BufferedImage image) throws IOException {
        Path file = temp.resolve("tile.png");
        ImageIO.write(image, "png", file.toFile());
        return PictureFile.read(file);
    }
}
