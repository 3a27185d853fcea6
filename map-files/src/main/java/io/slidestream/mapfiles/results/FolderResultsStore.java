package io.slidestream.mapfiles.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.mapfiles.formats.MapFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results in a local folder, {@code <root>/<slide name>/}. Two slides of one name (S1.svs and S1.tiff, or equal paths in
 * two buckets) do not overwrite each other: the second gets {@code <slide name>-<first 8 digits of its map id>}.
 */
public final class FolderResultsStore implements ResultsStore {
    private static final Logger log = LoggerFactory.getLogger(FolderResultsStore.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DRAFTS = ".writing-";

    private final Path root;
    private final ResultsCopy copy;
    private final FolderLocks locks = new FolderLocks();

    /** @param root made when it is missing */
    public FolderResultsStore(Path root) {
        this(root, ResultsCopy.NONE);
    }

    /** @param copy made of each map before it appears here */
    public FolderResultsStore(Path root, ResultsCopy copy) {
        this.root = root.toAbsolutePath().normalize();
        this.copy = copy;
    }

    @Override
    public ResultsDraft draft(SlideVersion slide, MapId mapId) throws IOException {
        Files.createDirectories(root);
        Path draft = root.resolve(DRAFTS + mapId.hex());
        FolderDraft.delete(draft); // only one thread writes a map at a time: what lies there is of a process that died
        Files.createDirectory(draft);
        return new FolderDraft(
                draft,
                new Chosen(slide, mapId),
                (folder, files, marker) -> copy.copy(FolderName.relative(root, folder), folder, files, marker));
    }

    @Override
    public Optional<URI> mapped(SlideVersion slide, MapId mapId) throws IOException {
        Path folder = target(slide, mapId);
        Path summary = folder.resolve(ResultFiles.SUMMARY);
        return Files.exists(summary)
                        && JSON.readTree(summary.toFile())
                                .path("state")
                                .asText()
                                .equals("mapped")
                ? Optional.of(folder.toUri())
                : Optional.empty();
    }

    /** The folder with the finished map of this id, whichever of its names it has. */
    public Optional<Path> find(SlideVersion slide, MapId mapId) {
        return Stream.of("", suffix(mapId))
                .map(suffix -> FolderName.below(root, slide.name(), suffix))
                .filter(folder -> holds(folder, mapId))
                .findFirst();
    }

    /** The wanted formats that a finished map was written without. */
    public Set<MapFormat> missing(Path folder, Set<MapFormat> wanted) {
        Set<String> there = new HashSet<>();
        try {
            JSON.readTree(folder.resolve(ResultFiles.SUMMARY).toFile())
                    .path("formats")
                    .forEach(format -> there.add(format.asText()));
        } catch (IOException e) {
            log.warn("{} cannot be read any more", folder, e);
        }
        Set<MapFormat> missing = new LinkedHashSet<>(wanted);
        missing.removeIf(format -> there.contains(format.label()));
        return missing;
    }

    private static boolean holds(Path folder, MapId mapId) {
        try {
            JsonNode summary = JSON.readTree(folder.resolve(ResultFiles.SUMMARY).toFile());
            return summary.path("mapId").asText().equals(mapId.hex())
                    && summary.path("state").asText().equals("mapped");
        } catch (IOException e) {
            return false; // none there, or none of ours
        }
    }

    private static String suffix(MapId mapId) {
        return "-" + mapId.hex().substring(0, 8);
    }

    /** The folder of a map. Slides of one name compete for the folder of that name, so they are published one by one. */
    private final class Chosen implements FolderDraft.Target {
        private final SlideVersion slide;
        private final MapId mapId;

        Chosen(SlideVersion slide, MapId mapId) {
            this.slide = slide;
            this.mapId = mapId;
        }

        @Override
        public FolderLocks.Hold hold() throws IOException {
            return locks.hold(FolderName.below(root, slide.name(), ""));
        }

        @Override
        public Path folder() throws IOException {
            return target(slide, mapId);
        }
    }

    private Path target(SlideVersion slide, MapId mapId) throws IOException {
        Path folder = FolderName.below(root, slide.name(), "");
        return isFree(folder, slide) ? folder : FolderName.below(root, slide.name(), suffix(mapId));
    }

    private static boolean isFree(Path folder, SlideVersion slide) throws IOException {
        Path summary = folder.resolve(ResultFiles.SUMMARY);
        if (!Files.exists(summary)) {
            return true;
        }
        try {
            return JSON.readTree(summary.toFile())
                    .path("slide")
                    .path("location")
                    .asText()
                    .equals(slide.location());
        } catch (JsonProcessingException e) {
            log.warn("{} is none of ours, so it is left alone: {}", summary, e.getOriginalMessage());
            return false;
        }
    }
}
