package io.slidestream.viewer.command;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.viewer.Viewer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "view",
        description =
                "Shows the maps of earlier runs in a web browser, and those that arrive meanwhile. Ctrl-C ends it.")
public final class ViewCommand implements Callable<Integer> {
    /** Set by the launcher after a build. */
    private static final String REHEARSAL = "slidestream.rehearsal";

    @Parameters(
            paramLabel = "DIR",
            description =
                    "What a run had as --out. The maps are only read, but for those that someone renders again; the"
                            + " catalog is written beside them, where that may be.")
    @SuppressWarnings("NullAway.Init") // required
    private Path folder;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Mixin
    private final ViewerOptions options = new ViewerOptions();

    @Mixin
    private final S3Options s3 = new S3Options();

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (!Files.isDirectory(folder)) {
            throw new OptionException(folder + " is no folder; give the one that a run had as --out");
        }
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        try (SlideFetchers slides = s3.fetchers(metrics);
                Viewer viewer = Viewer.ofFolder(options.settings(folder, null, ReaderChoice.AUTO), slides, metrics)) {
            viewer.start();
            PrintWriter out = spec.commandLine().getOut();
            out.println("the maps in " + folder + " are at " + viewer.uri() + " (Ctrl-C ends)");
            out.flush();
            if (Boolean.getBoolean(REHEARSAL)) {
                rehearse(viewer.uri());
            } else {
                new CountDownLatch(1).await();
            }
            return 0;
        }
    }

    /** Answers as to a browser, so that the JVM knows the classes of that. */
    private static void rehearse(URI viewer) throws IOException {
        for (String page : List.of("/", "/api/v1/slides")) {
            try (InputStream answer = viewer.resolve(page).toURL().openStream()) {
                long unused = answer.transferTo(OutputStream.nullOutputStream());
            }
        }
    }
}
