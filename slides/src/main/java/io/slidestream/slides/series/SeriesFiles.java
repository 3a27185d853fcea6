package io.slidestream.slides.series;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.dicom.DicomBytes;
import io.slidestream.slides.dicom.DicomFile;
import io.slidestream.slides.parts.SlideFormat;
import io.slidestream.slides.store.FileUris;
import io.slidestream.slides.store.SlideBytes;
import io.slidestream.slides.store.SlideFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The open files of one series: those in the folder of one of them that belong to the same. */
final class SeriesFiles implements AutoCloseable {
    private final List<Open> files = new ArrayList<>();

    private SeriesFiles() {}

    /** A file of the series. */
    record Open(SlideFile file, SlideBytes bytes, long length) implements DicomBytes {
        @Override
        public void read(long position, ByteBuffer target) throws SlideException {
            bytes.read(position, target);
        }

        String name() {
            return FileUris.text(file.path());
        }
    }

    /**
     * Opens the files; those of a file that says no series are itself alone.
     *
     * @throws SlideException as {@link SlideBytes#open}, FAILED if a file cannot be opened
     */
    static SeriesFiles of(SlideFile main) throws SlideException {
        SeriesFiles opened = new SeriesFiles();
        boolean complete = false;
        try {
            Open first = open(main);
            opened.files.add(first);
            Optional<String> series = DicomFile.series(first);
            for (Path file : series.isPresent() ? beside(main.path()) : List.<Path>of()) {
                Open other = open(SlideFile.at(file));
                if (DicomFile.series(other).equals(series)) {
                    opened.files.add(other);
                } else {
                    other.bytes().close();
                }
            }
            opened.files.sort(Comparator.comparing(Open::name));
            complete = true;
            return opened;
        } finally {
            if (!complete) {
                opened.close();
            }
        }
    }

    List<Open> all() {
        return files;
    }

    /** @throws SlideException CHANGED, VANISHED or FAILED if a file is no longer what it was */
    void checkReachable() throws SlideException {
        for (Open file : files) {
            file.file().checkReachable();
        }
    }

    /** No read may be in progress. */
    @Override
    public void close() {
        files.forEach(file -> file.bytes().close());
        files.clear();
    }

    private static Open open(SlideFile file) throws SlideException {
        try {
            return new Open(file, SlideBytes.open(file), file.sizeBytes());
        } catch (IOException e) {
            file.checkReachable();
            throw new SlideException(
                    RejectionReason.FAILED, FileUris.text(file.path()) + " cannot be opened: " + FileFault.words(e), e);
        }
    }

    private static List<Path> beside(Path main) throws SlideException {
        Path absolute = main.toAbsolutePath();
        return instances(absolute.resolveSibling("")).stream()
                .filter(file -> !file.equals(absolute))
                .toList();
    }

    /** Files of a folder that by their names are instances, in order of path. */
    static List<Path> instances(Path folder) throws SlideException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(SeriesFiles::isInstance).sorted().toList();
        } catch (IOException e) {
            throw new SlideException(
                    RejectionReason.FAILED,
                    "the folder " + FileUris.text(folder) + " cannot be listed: " + FileFault.words(e),
                    e);
        }
    }

    /** The series that a file says it belongs to. */
    static Optional<String> series(Path file) throws SlideException {
        Open opened = open(SlideFile.at(file));
        try {
            return DicomFile.series(opened);
        } finally {
            opened.bytes().close();
        }
    }

    private static boolean isInstance(Path file) {
        String name = FileUris.fileName(file);
        return !name.startsWith(".")
                && SlideFormat.of(name).filter(SlideFormat.DICOM::equals).isPresent()
                && Files.isRegularFile(file);
    }
}
