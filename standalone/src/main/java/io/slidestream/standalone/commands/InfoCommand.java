package io.slidestream.standalone.commands;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.SlideReaders;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "info",
        description = "Shows what a slide says of itself: levels, resolution, vendor, properties, associated images.")
public final class InfoCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SLIDE", arity = "1..*", description = "Whole-slide images.")
    private List<Path> slides = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        int exit = 0;
        for (Path slide : slides) {
            try (SlideReader reader = SlideReaders.open(slide)) {
                out.println(SlideInfo.describe(slide.toString(), reader.readerName(), reader.properties()));
            } catch (SlideException e) {
                err.println(slide + ": " + e.getMessage() + " (" + e.reason().label() + ")");
                exit = 1;
            }
        }
        return exit;
    }
}
