package io.slidestream.standalone;

import io.slidestream.slides.synthetic.SyntheticSlide;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "synth",
        description = "Writes a synthetic slide of nine tissue-like textures, and its truth beside it as CSV.")
final class SynthCommand implements Callable<Integer> {
    @Parameters(paramLabel = "OUT.svs", description = "The slide to write; one that is there is replaced.")
    @SuppressWarnings("NullAway.Init") // required
    private Path out;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "40000x30000",
            description = "Pixels at full resolution. Default: 40000x30000.")
    private String size = "";

    @Option(
            names = "--mpp",
            paramLabel = "MICRONS",
            defaultValue = "0.5",
            description = "Microns per full-resolution pixel. Default: 0.5.")
    private double mpp;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Another seed, another slide.")
    private long seed;

    @Option(
            names = "--distinct",
            description = "Write each tile's own bytes, as a scanner does: larger and slower, for measuring reading.")
    private boolean distinct;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        SyntheticSlide slide = slide();
        PrintWriter terminal = spec.commandLine().getOut();
        try {
            slide.write(out);
        } catch (IOException e) {
            throw new UsageException("cannot write " + out + ": " + e);
        }
        terminal.printf(
                Locale.ROOT,
                "%s  %s px at %s microns per pixel, %.1f MB%n%s%n",
                out,
                size,
                mpp,
                Files.size(out) / 1e6,
                SyntheticSlide.truthPath(out));
        return 0;
    }

    private SyntheticSlide slide() {
        String[] sides = size.split("x", -1);
        try {
            if (sides.length != 2) {
                throw new NumberFormatException();
            }
            SyntheticSlide.Builder builder = SyntheticSlide.builder()
                    .size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]))
                    .mpp(mpp)
                    .seed(seed);
            return distinct ? builder.distinct().build() : builder.build();
        } catch (NumberFormatException e) {
            throw new UsageException("--size must be width and height in pixels as 40000x30000, was " + size);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
