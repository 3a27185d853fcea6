package io.slidestream.standalone.commands;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.proving.synth.SlideMosaic;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.synthetic.SlideShape;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "synth",
        description = "Writes a synthetic slide of nine tissue-like textures, and its truth beside it as CSV; or, with"
                + " --from, a slide with the pixels of another.")
public final class SynthCommand implements Callable<Integer> {
    private static final double DEFAULT_MPP = 0.5;

    @Parameters(
            paramLabel = "OUT",
            description =
                    "The slide to write; one that is there is replaced. The name's ending says the format: .svs, .ndpi,"
                            + " .ome.tiff, .philips.tiff, .tiff (a generic pyramid), or .dcm (a DICOM series, whose"
                            + " other files lie beside it).")
    @SuppressWarnings("NullAway.Init") // required
    private Path out;

    @Mixin
    private final SynthShapeOptions shape = new SynthShapeOptions();

    @Option(
            names = "--mpp",
            paramLabel = "MICRONS",
            description = "Microns per full-resolution pixel. Default: 0.5; with --from, what that slide says.")
    private @Nullable Double mpp;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Another seed, another slide. Without effect on --from.")
    private long seed;

    @Option(
            names = "--distinct",
            description = "Give each tile pixels and bytes of its own, as a scanner does: larger and slower, for"
                    + " measuring reading. --from always does.")
    private boolean distinct;

    @Option(
            names = "--from",
            paramLabel = "SLIDE",
            description = "Take the pixels from this slide: laid out again and again, mirrored, where it is smaller,"
                    + " its middle where it is larger. No truth is written.")
    private @Nullable Path from;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path source = from;
        if (source == null) {
            SyntheticSlide slide = slide();
            writing(() -> slide.write(out));
            report(OptionalDouble.of(mpp == null ? DEFAULT_MPP : mpp));
            spec.commandLine().getOut().println(SyntheticSlide.truthPath(out));
        } else {
            mosaic(source);
        }
        return 0;
    }

    private SyntheticSlide slide() {
        return checked(() -> {
            SlideShape slide = shape.shape(OptionalDouble.of(mpp == null ? DEFAULT_MPP : mpp), out);
            SyntheticSlide.Builder builder =
                    SyntheticSlide.builder().shape(slide).tiling(shape.tiling()).seed(seed);
            return distinct ? builder.distinct().build() : builder.build();
        });
    }

    private void mosaic(Path source) throws IOException {
        if (Files.exists(out) && Files.isSameFile(out, source)) {
            throw new UsageException("--from " + source + " is the slide to be written; name another");
        }
        try (SlideReader reader = SlideReaders.open(source)) {
            OptionalDouble own = reader.properties().mpp();
            SlideShape slide = checked(() -> shape.shape(mpp == null ? own : OptionalDouble.of(mpp), out));
            writing(() -> SlideMosaic.write(reader, slide, shape.tiling(), out));
            report(slide.mpp());
        } catch (SlideException e) {
            throw new UsageException(source + ": " + e.getMessage());
        }
    }

    private interface Writing {
        void run() throws IOException, SlideException;
    }

    private void writing(Writing writing) {
        try {
            writing.run();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UsageException("cannot write " + out + ": " + FileFault.words(e));
        } catch (SlideException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static <T> T checked(java.util.function.Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private void report(OptionalDouble written) throws IOException {
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.printf(
                Locale.ROOT,
                "%s  %s px at %s microns per pixel, %.1f MB%n",
                out,
                shape.size(),
                written.isPresent() ? written.getAsDouble() : "unknown",
                Files.size(out) / 1e6);
    }
}
