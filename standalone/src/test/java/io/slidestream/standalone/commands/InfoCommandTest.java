package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.slides.open.SlideReaders;
import io.slidestream.slides.openslide.OpenSlideMissingException;
import io.slidestream.standalone.Slidestream;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path slide;

    @BeforeEach
    void openSlideIsHere() throws Exception {
        slide = folder.resolve("synthetic.svs");
        SyntheticSlide.builder().size(2000, 1500).mpp(0.25).write(slide);
        try {
            SlideReaders.open(slide).close();
        } catch (OpenSlideMissingException e) {
            abort(e.getMessage());
        }
    }

    @Test
    void aSlide_isDescribed_alsoAfterOneThatIsNone() throws Exception {
        Path text = Files.writeString(folder.resolve("text.svs"), "This is no slide.\n");

        assertThat(info(text, slide)).isEqualTo(1);

        assertThat(err.toString())
                .startsWith(text + ": ")
                .contains("(not-a-slide)")
                .doesNotContain("\tat ");
        assertThat(out.toString().lines())
                .contains(
                        "slide              " + slide,
                        "vendor             aperio",
                        "size               2000 x 1500 px  (0.50 x 0.38 mm)",
                        "mpp                0.2500",
                        "levels             3",
                        "   0  2000 x 1500 px  downsample 1  mpp 0.2500",
                        "   1  500 x 375 px  downsample 4  mpp 1");
    }

    @Test
    void aRealSlide_saysWhatItsScannerWrote() {
        String data = System.getenv("SLIDESTREAM_TEST_DATA");
        assumeTrue(data != null, "SLIDESTREAM_TEST_DATA names no folder of real slides");

        assertThat(info(Path.of(String.valueOf(data), "slides", "CMU-1-Small-Region.svs")))
                .isZero();

        assertThat(out.toString().lines())
                .contains(
                        "vendor             aperio",
                        "size               2220 x 2967 px  (1.11 x 1.48 mm)",
                        "mpp                0.4990",
                        "objective          20",
                        "levels             1",
                        "associated images  label, macro, thumbnail",
                        "  aperio.ScanScope ID = CPAPERIOCS");
    }

    private int info(Path... slides) {
        String[] arguments = new String[slides.length + 1];
        arguments[0] = "info";
        for (int i = 0; i < slides.length; i++) {
            arguments[i + 1] = slides[i].toString();
        }
        return Slidestream.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
