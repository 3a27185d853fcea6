package io.slidestream.slides.parts;

import io.slidestream.contracts.Sha256;
import io.slidestream.slides.SlideNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one slide.
 *
 * @param main the one that readers open, which gives the slide its location
 * @param others below the main file's folder, in order of path
 * @param missing names of files that belong to it and are not there
 * @param namedByFolder whether the folder's name says more of it than the main file's
 */
public record SlideParts(StoredFile main, List<StoredFile> others, List<String> missing, boolean namedByFolder) {
    public SlideParts {
        others = List.copyOf(others);
        missing = List.copyOf(missing);
    }

    public static SlideParts ofOne(StoredFile file) {
        return new SlideParts(file, List.of(), List.of(), false);
    }

    SlideParts withNameOfFolder() {
        return new SlideParts(main, others, missing, true);
    }

    /**
     * What people call the slide.
     *
     * @param top the folder below which names are told, with its closing slash; empty for the bucket
     */
    public String name(String top) {
        return name(
                top, top.isEmpty() ? "" : top.substring(top.lastIndexOf('/', top.length() - 2) + 1, top.length() - 1));
    }

    /** @param topName the name of the top folder itself; empty where it has none */
    public String name(String top, String topName) {
        String path = main.path().substring(top.length());
        int slash = path.lastIndexOf('/');
        String folder = slash < 0 ? topName : path.substring(0, slash);
        return namedByFolder && !folder.isEmpty() ? folder : SlideNames.withoutExtension(path);
    }

    public List<StoredFile> files() {
        return Stream.concat(Stream.of(main), others.stream()).toList();
    }

    public long sizeBytes() {
        return files().stream().mapToLong(StoredFile::sizeBytes).sum();
    }

    /** The path below the main file's folder. */
    public String relativePath(StoredFile file) {
        return file.path().substring(main.folder().length());
    }

    /** Another one when any of the files has other bytes, comes or goes. */
    public String fingerprint() {
        if (others.isEmpty()) {
            return main.stamp();
        }
        MessageDigest sha256 = Sha256.begin();
        for (StoredFile file : files()) {
            for (String text : List.of(relativePath(file), file.stamp())) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                sha256.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                sha256.update(bytes);
            }
        }
        return Sha256.end(sha256, 16) + "-" + sizeBytes();
    }
}
