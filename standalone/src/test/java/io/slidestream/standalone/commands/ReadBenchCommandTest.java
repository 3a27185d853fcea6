package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.standalone.Slidestream;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadBenchCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void figures_arePrintedAndWritten() throws Exception {
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(1400, 1000).mpp(0.25).distinct().write(slide);
        Path json = folder.resolve("read.json");

        assertThat(bench(slide, "--mpp", "0.5", "--tiles", "4", "--rounds", "1", "--tile", "64", "--json", json))
                .as("%s", err)
                .isZero();

        assertThat(out.toString()).contains("direct / bare decode", "direct / openslide", "blocks, 2 thr.");
        assertThat(json).content().contains("\"benchmark\" : \"read\"", "ratioToBareDecode");
    }

    @Test
    void whatCannotBeMeasured_isSaid() throws Exception {
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(1400, 1000).mpp(0.5).write(slide);

        assertThat(bench(slide, "--mpp", "0.25")).isEqualTo(2);
        assertThat(bench(slide, "--mpp", "2")).isEqualTo(2);
        assertThat(bench(slide, "--tile", "2000")).isEqualTo(2);
        assertThat(bench(slide, "--threads", "0")).isEqualTo(2);
        assertThat(bench(folder.resolve("gone.svs"))).isEqualTo(2);
        assertThat(err.toString())
                .contains("--mpp must not be finer, was 0.25")
                .contains("nothing is read from full resolution")
                .contains("smaller than one tile of 2000 px")
                .contains("--threads must be in 1..256, was 0")
                .contains("gone.svs does not exist")
                .doesNotContain("\tat ");
    }

    @Test
    void slideThatOnlyOpenSlideReads_isMeasuredAlone() {
        String data = System.getenv("SLIDESTREAM_TEST_DATA");
        assumeTrue(data != null, "SLIDESTREAM_TEST_DATA names no folder of real slides");
        Path slide = Path.of(String.valueOf(data), "fieldcases", "mirax-bounds.mrxs");

        assertThat(bench(slide, "--tiles", "4", "--rounds", "1", "--threads", "1"))
                .as("%s", err)
                .isZero();

        assertThat(out.toString())
                .contains("it is read by openslide")
                .contains("(format mirax) alone")
                .doesNotContain("direct /");
    }

    @Test
    void benchAlone_saysWhatThereIs() {
        assertThat(Slidestream.commandLine().setErr(new PrintWriter(err, true)).execute("bench"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("bench read SLIDE");
    }

    private int bench(Path slide, Object... options) {
        List<String> all = new ArrayList<>(List.of("bench", "read", slide.toString()));
        for (Object option : options) {
            all.add(option.toString());
        }
        return Slidestream.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
