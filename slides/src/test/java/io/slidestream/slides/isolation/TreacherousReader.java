package io.slidestream.slides.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A reader process that does what the slide's name says, where OpenSlide would have the process end or hang. */
public final class TreacherousReader {
    private TreacherousReader() {}

    public static void main(String[] args) throws IOException {
        ReaderMain.serve(args[0], slide -> {
            Path file = Path.of(URI.create(slide.uri()));
            switch (file.getFileName().toString()) {
                case "aborts.svs" -> Runtime.getRuntime().halt(134);
                case "hangs.svs" -> hang();
                case "hangs-once.svs" -> hangIfArmed(file);
                default -> {}
            }
        });
    }

    /** Where a file says so; it is taken away, and another tells which process hangs. */
    private static void hangIfArmed(Path slide) {
        try {
            if (Files.deleteIfExists(slide.resolveSibling("armed"))) {
                Path told = slide.resolveSibling("told");
                Files.writeString(told, Long.toString(ProcessHandle.current().pid()));
                Files.move(told, slide.resolveSibling("hanging"));
                hang();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hang() {
        while (true) {
            LockSupport.park();
        }
    }
}
