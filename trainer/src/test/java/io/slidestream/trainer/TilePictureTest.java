package io.slidestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TilePictureTest {
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
                .hasMessage("has 16 bits a sample, 8 are needed");
    }

    @Test
    void theFingerprint_seesEveryPixelAndTheShape() {
        TilePicture picture = new TilePicture(2, 2, new int[] {1, 2, 3, 4});

        assertThat(picture.fingerprint())
                .isEqualTo(new TilePicture(2, 2, new int[] {1, 2, 3, 4}).fingerprint())
                .isNotEqualTo(new TilePicture(2, 2, new int[] {1, 2, 3, 5}).fingerprint())
                .isNotEqualTo(new TilePicture(4, 1, new int[] {1, 2, 3, 4}).fingerprint());
    }

    private TilePicture read(BufferedImage image) throws IOException {
        Path file = temp.resolve("tile.png");
        ImageIO.write(image, "png", file.toFile());
        return TilePicture.read(file);
    }
}
