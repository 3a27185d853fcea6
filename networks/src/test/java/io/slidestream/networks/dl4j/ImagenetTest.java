package io.slidestream.networks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Safetensors;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The proof that real weights are loaded right: SqueezeNet trained on ImageNet knows three pictures. */
class ImagenetTest {
    private static final int SIZE_PX = 224;
    /** Subtracted from red, green, blue of 0..255, as the weights expect; no other scaling. */
    private static final int[] MEAN = {123, 117, 104};

    @ParameterizedTest
    @CsvSource({"parrot.jpg,macaw,macaw", "cat.bmp,tabby,Egyptian cat", "sunflower.bmp,daisy,daisy"})
    void pretrainedNetwork_namesThePicture(String picture, String label, String orLabel) throws IOException {
        String data = System.getenv("SLIDESTREAM_TEST_DATA");
        assumeTrue(data != null, "SLIDESTREAM_TEST_DATA is not set: no ImageNet weights");
        Path folder = Path.of(data, "weights");
        List<String> labels = Files.readAllLines(folder.resolve("imagenet_labels.txt"));
        try (Dl4jEngine engine = Dl4jEngine.of(
                Architecture.SQUEEZENET1_1,
                SIZE_PX,
                Safetensors.read(folder.resolve("squeezenet1_1-imagenet.safetensors")),
                1,
                1)) {
            float[] logits =
                    engine.logits(patch(ImageIO.read(folder.resolve(picture).toFile())), 1);

            assertThat(logits).hasSize(1000);
            int best = 0;
            for (int k = 1; k < logits.length; k++) {
                best = logits[k] > logits[best] ? k : best;
            }
            // the file begins with "background", which this network does not know
            assertThat(labels.get(best + 1)).containsAnyOf(label, orLabel);
        }
    }

    private static FloatBuffer patch(BufferedImage picture) {
        BufferedImage resized = new BufferedImage(SIZE_PX, SIZE_PX, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = resized.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, SIZE_PX, SIZE_PX, null);
        graphics.dispose();

        PatchLayout layout = new PatchLayout(SIZE_PX, PatchLayout.Order.NHWC);
        FloatBuffer patch = ByteBuffer.allocateDirect(layout.floatsPerPatch() * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int rgb : resized.getRGB(0, 0, SIZE_PX, SIZE_PX, null, 0, SIZE_PX)) {
            patch.put((rgb >> 16 & 255) - MEAN[0])
                    .put((rgb >> 8 & 255) - MEAN[1])
                    .put((rgb & 255) - MEAN[2]);
        }
        return patch;
    }
}
