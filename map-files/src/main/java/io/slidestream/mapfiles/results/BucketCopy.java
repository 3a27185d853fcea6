package io.slidestream.mapfiles.results;

import io.slidestream.slides.parts.StoredFile;
import io.slidestream.slides.s3.S3Location;
import io.slidestream.slides.s3.S3Objects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Results in an S3 bucket. The marker is removed first and put last, so where it lies, the objects beside it are complete; what
 * an earlier map of the slide left is removed, what is not ours is left alone.
 */
public final class BucketCopy implements ResultsCopy {
    private static final Map<String, String> TYPES = Map.of(
            "csv", "text/csv",
            "geojson", "application/geo+json",
            "html", "text/html",
            "json", "application/json",
            "pdf", "application/pdf",
            "png", "image/png",
            "tiff", "image/tiff",
            "dcm", "application/dicom");

    private final S3Location root;
    private final S3Objects objects;

    private BucketCopy(S3Location root, S3Objects objects) {
        this.root = root;
        this.objects = objects;
    }

    /** @param place its key is taken for a folder */
    public static BucketCopy to(S3Location place, S3Objects objects) {
        return new BucketCopy(place.asFolder(), objects);
    }

    @Override
    public void copy(String name, Path folder, Set<String> files, Path marker) throws IOException {
        S3Location target = root.withKey(root.key() + name + "/");
        String markerName = marker.getFileName().toString();
        objects.delete(target.withKey(target.key() + markerName));
        Set<String> keys = new HashSet<>();
        for (String file : files) {
            for (Path each : filesOf(folder.resolve(file))) {
                String key = target.key() + folder.relativize(each);
                put(target.withKey(key), each);
                keys.add(key);
            }
        }
        for (StoredFile old : objects.list(target)) {
            if (isResult(old.path().substring(target.key().length())) && !keys.contains(old.path())) {
                objects.delete(target.withKey(old.path()));
            }
        }
        put(target.withKey(target.key() + markerName), marker);
    }

    @Override
    public void remove(String name) throws IOException {
        S3Location target = root.withKey(root.key() + name + "/");
        objects.delete(target.withKey(target.key() + ResultFiles.SUMMARY));
        for (StoredFile old : objects.list(target)) {
            if (isResult(old.path().substring(target.key().length()))) {
                objects.delete(target.withKey(old.path()));
            }
        }
    }

    private void put(S3Location object, Path file) throws IOException {
        String name = file.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        objects.put(object, file, TYPES.getOrDefault(extension, "application/octet-stream"));
    }

    private static boolean isResult(String path) {
        int slash = path.indexOf('/');
        return ResultFiles.ALL.contains(slash < 0 ? path : path.substring(0, slash));
    }

    private static List<Path> filesOf(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
