package io.slidestream.mapfiles.results;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results in a local folder, {@code <root>/<slide name>/}. Two slides of one name (S1.svs and S1.tiff, or equal paths in
 * two buckets) do not overwrite each other: the second gets {@code <slide name>-<first 8 digits of its map id>}. Maps of one
 * slide by other models or settings are {@link EarlierMaps} once a newer one is there.
 */
public final class FolderResultsStore implements ResultsStore {
    private static final Logger log = LoggerFactory.getLogger(FolderResultsStore.class);
    private static final String DRAFTS = ".writing-";

    /** Of the process, since several stores may write to one folder. */
    private static final FolderLocks LOCKS = new FolderLocks();

    private final Path root;
    private final ResultsCopy copy;
    private final Keep keep;

    /** Which maps of a slide stay when another one of it is made, by another model or with other settings. */
    public enum Keep {
        /** All, each in a folder of its own; the newest is in the slide's folder. */
        ALL,
        /** The newest, in place of the one before. */
        ONE;

        /** As it is written in settings. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException if there is none */
        public static Keep labelled(String label) {
            return Arrays.stream(values())
                    .filter(one -> one.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("must be all or one, was '" + label + "'"));
        }
    }

    /** @param root made when it is missing */
    public FolderResultsStore(Path root) {
        this(root, ResultsCopy.NONE);
    }

    /** @param copy made of each map before it appears here */
    public FolderResultsStore(Path root, ResultsCopy copy) {
        this(root, copy, Keep.ALL);
    }

    public FolderResultsStore(Path root, ResultsCopy copy, Keep keep) {
        this.root = root.toAbsolutePath().normalize();
        this.copy = copy;
        this.keep = keep;
    }

    @Override
    public ResultsDraft draft(SlideVersion slide, MapId mapId) throws IOException {
        Files.createDirectories(root);
        Path draft = root.resolve(DRAFTS + mapId.hex());
        return draft(draft, new Chosen(slide, mapId));
    }

    /** The draft lies beside the map's folder. */
    @Override
    public ResultsDraft draftOf(StoredMap map) throws IOException {
        Path folder = map.folder();
        if (!folder.startsWith(root) || folder.equals(root)) {
            throw new IOException(folder + " does not lie in " + root);
        }
        Path draft =
                folder.resolveSibling(DRAFTS + "again-" + map.manifest().mapId().hex());
        return draft(draft, new Same(map));
    }

    private ResultsDraft draft(Path draft, FolderDraft.Target target) throws IOException {
        FolderDraft.delete(draft); // only one thread writes a map at a time: what lies there is of a process that died
        Files.createDirectory(draft);
        return new FolderDraft(draft, target, new Copied());
    }

    /** Copies by the names of folders below the root. */
    private final class Copied implements FolderDraft.Copy {
        @Override
        public void of(Path folder, Set<String> names, Path marker) throws IOException {
            copy.copy(FolderName.relative(root, folder), folder, names, marker);
        }

        @Override
        public void dropped(Path folder) throws IOException {
            copy.remove(FolderName.relative(root, folder));
        }
    }

    @Override
    public Optional<URI> mapped(SlideVersion slide, MapId mapId) throws IOException {
        Path folder = target(slide, mapId);
        try {
            return Files.exists(folder.resolve(ResultFiles.SUMMARY))
                            && MapSummary.in(folder).isMapped()
                    ? Optional.of(folder.toUri())
                    : Optional.empty();
        } catch (ForeignSummaryException e) {
            return Optional.empty();
        }
    }

    /** The folder with the finished map of this id, whichever of its names it has. */
    public Optional<Path> find(SlideVersion slide, MapId mapId) {
        return folders(slide, mapId).stream()
                .filter(folder -> holds(folder, mapId))
                .findFirst();
    }

    /** The folders that the map may lie in. */
    public List<Path> folders(SlideVersion slide, MapId mapId) {
        Path first = FolderName.below(root, slide.name(), "");
        return List.of(first, FolderName.below(root, slide.name(), suffix(mapId)), EarlierMaps.in(first, mapId));
    }

    /** The folders of the slide's earlier maps that are there. */
    public List<Path> earlier(SlideVersion slide) throws IOException {
        return EarlierMaps.below(FolderName.below(root, slide.name(), ""));
    }

    private static boolean holds(Path folder, MapId mapId) {
        try {
            MapSummary summary = MapSummary.in(folder);
            return summary.isMapped() && summary.mapIdHex().equals(mapId.hex());
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
            return LOCKS.hold(FolderName.below(root, slide.name(), ""));
        }

        @Override
        public Path folder() throws IOException {
            return target(slide, mapId);
        }

        @Override
        public void makeWay(Path folder, FolderDraft.Copy copy) throws IOException {
            if (keep == Keep.ALL) {
                Optional<MapSummary> there = EarlierMaps.giving(folder, mapId);
                if (there.isPresent()) {
                    Path kept = EarlierMaps.keep(folder, there.get().mapId());
                    Set<String> files = EarlierMaps.files(kept);
                    files.remove(ResultFiles.SUMMARY);
                    copy.of(kept, files, kept.resolve(ResultFiles.SUMMARY));
                }
            }
        }

        @Override
        public void filled(Path folder, FolderDraft.Copy copy) throws IOException {
            if (EarlierMaps.drop(folder, mapId)) {
                copy.dropped(EarlierMaps.in(folder, mapId));
            }
        }
    }

    /** The folder of a map that is there, as long as it is that map. */
    private static final class Same implements FolderDraft.Target {
        private final StoredMap map;

        Same(StoredMap map) {
            this.map = map;
        }

        @Override
        public FolderLocks.Hold hold() throws IOException {
            return LOCKS.hold(EarlierMaps.slideFolder(map.folder()));
        }

        @Override
        public Path folder() throws IOException {
            if (!map.isStillThere()) {
                throw new IOException(map.folder() + " was written anew meanwhile, and is left as it is now");
            }
            return map.folder();
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
            return MapSummary.in(folder).slideLocation().equals(slide.location());
        } catch (ForeignSummaryException e) {
            log.warn("{} {}, so it is left alone", summary, e.getMessage());
            return false;
        }
    }
}
