package io.slidestream.slides.parts;

import io.slidestream.slides.SlideNames;
import io.slidestream.slides.dicom.DicomFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorts a bucket's files into slides and others. A folder that holds a map's summary and its tiles is a result of ours, whose
 * DICOM and TIFF files are no slides; results may lie below the slides that they are of. What had to be read of a file is kept for as long as the file is there
 * unchanged, so looking again costs no reading. Safe for concurrent use.
 */
public final class SlideSorter {
    private static final Logger LOG = LoggerFactory.getLogger(SlideSorter.class);

    /** Files that every map's folder has, one of the latter. */
    private static final String SUMMARY = "/summary.json";

    private static final List<String> TILES = List.of("tiles.csv", "tiles.csv.gz");

    /** Far more than the elements before the series take. */
    private static final int DICOM_HEAD_BYTES = 64 << 10;

    private final FileHeads heads;
    private Map<StoredFile, Names> known = new HashMap<>();

    /** Contents of a file's head: names of other files, or a series. */
    private record Names(List<String> needed, List<String> used) {}

    /**
     * @param slides in order of path; a slide whose index cannot be read now is in neither
     * @param passedOver files of no slide
     */
    public record Sorted(List<SlideParts> slides, PassedOver passedOver) {
        public Sorted {
            slides = List.copyOf(slides);
        }

        /** Number of files that are no slide, by their names. */
        public int otherFiles() {
            return passedOver.fileCount();
        }

        /** The slide that a file belongs to. */
        public Optional<SlideParts> slideOf(String path) {
            return slides.stream()
                    .filter(slide ->
                            slide.files().stream().anyMatch(file -> file.path().equals(path)))
                    .findFirst();
        }
    }

    public SlideSorter(FileHeads heads) {
        this.heads = heads;
    }

    /** @param files all of the bucket, or at least all that belong to the slides in question; each path once */
    public synchronized Sorted sort(Collection<StoredFile> files) {
        NavigableMap<String, StoredFile> byPath = new TreeMap<>();
        files.forEach(file -> byPath.put(file.path(), file));
        List<String> results = resultFolders(byPath.keySet());
        results.forEach(folder ->
                byPath.subMap(folder, true, folder + Character.MAX_VALUE, true).clear());
        Pass pass = new Pass(byPath);
        pass.findIndexed();
        pass.findRest();
        known = pass.read;
        return new Sorted(pass.found.values().stream().toList(), new PassedOver(pass.others, results));
    }

    /** Folders of maps, each with its slash; the bucket itself is none, whatever it holds. */
    private static List<String> resultFolders(Set<String> paths) {
        return paths.stream()
                .filter(path -> path.endsWith(SUMMARY))
                .map(path -> path.substring(0, path.length() - SUMMARY.length() + 1))
                .filter(folder -> TILES.stream().anyMatch(tiles -> paths.contains(folder + tiles)))
                .sorted()
                .toList();
    }

    private static String ending(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot > 0 ? fileName.substring(dot).toLowerCase(Locale.ROOT) : "";
    }

    /** One look at a bucket. */
    private final class Pass {
        private final NavigableMap<String, StoredFile> files;
        private final Map<String, SlideParts> found = new TreeMap<>();
        private final Set<String> taken = new HashSet<>();
        private final Map<StoredFile, Names> read = new HashMap<>();
        private final Map<String, Integer> others = new TreeMap<>();

        Pass(NavigableMap<String, StoredFile> files) {
            this.files = files;
        }

        /** Slides whose parts are named by an index take them away before anything else is looked at. */
        void findIndexed() {
            for (StoredFile file : files.values()) {
                SlideFormat format = SlideFormat.of(file.fileName()).orElse(SlideFormat.ONE_FILE);
                if (format == SlideFormat.MIRAX) {
                    mirax(file);
                } else if (format == SlideFormat.HAMAMATSU) {
                    hamamatsu(file);
                }
            }
        }

        void findRest() {
            Map<String, List<StoredFile>> series = new TreeMap<>();
            for (StoredFile file : files.values()) {
                Optional<SlideFormat> format = SlideFormat.of(file.fileName());
                if (taken.contains(file.path())) {
                    continue;
                }
                if (format.isEmpty()) {
                    others.merge(ending(file.fileName()), 1, Integer::sum);
                } else if (format.get() == SlideFormat.DICOM) {
                    names(file, DICOM_HEAD_BYTES, SlideSorter::series)
                            .ifPresent(names -> series.computeIfAbsent(
                                            file.folder() + (names.used().isEmpty() ? file.path() : names.used()),
                                            s -> new ArrayList<>())
                                    .add(file));
                } else {
                    found.put(file.path(), SlideParts.ofOne(file));
                }
            }
            series.values().forEach(one -> add(one.get(0), one.subList(1, one.size()), List.of()));
            nameByFolders(series.values());
        }

        private void nameByFolders(Collection<List<StoredFile>> series) {
            Map<String, Integer> slides = new HashMap<>();
            found.values().forEach(slide -> slides.merge(slide.main().folder(), 1, Integer::sum));
            for (List<StoredFile> one : series) {
                StoredFile main = one.get(0);
                if (slides.getOrDefault(main.folder(), 0) == 1 && !tell(one)) {
                    found.computeIfPresent(main.path(), (path, slide) -> slide.withNameOfFolder());
                }
            }
        }

        private void mirax(StoredFile main) {
            String folder = main.path().substring(0, main.path().lastIndexOf('.')) + "/";
            Collection<StoredFile> parts = below(folder);
            StoredFile index = files.get(folder + MiraxIndex.FILE_NAME);
            List<String> needed = List.of(MiraxIndex.FILE_NAME);
            if (index != null) {
                Optional<Names> names =
                        names(index, MiraxIndex.MAX_BYTES, head -> new Names(MiraxIndex.names(head), List.of()));
                if (names.isEmpty()) {
                    take(main, parts);
                    return;
                }
                needed = names.get().needed();
            }
            add(main, parts, missing(folder, needed));
        }

        private void hamamatsu(StoredFile main) {
            Optional<Names> names = names(
                    main,
                    HamamatsuIndex.MAX_BYTES,
                    head -> new Names(HamamatsuIndex.needed(head), HamamatsuIndex.used(head)));
            if (names.isEmpty()) {
                take(main, List.of());
                return;
            }
            List<StoredFile> parts = new ArrayList<>();
            for (String name : names.get().used()) {
                StoredFile part = files.get(main.folder() + name);
                if (part != null && !part.equals(main)) {
                    parts.add(part);
                }
            }
            add(main, parts, missing(main.folder(), names.get().needed()));
        }

        private Collection<StoredFile> below(String folder) {
            return files.subMap(folder, false, folder.substring(0, folder.length() - 1) + (char) ('/' + 1), false)
                    .values();
        }

        private List<String> missing(String folder, List<String> names) {
            return names.stream()
                    .filter(name -> !files.containsKey(folder + name))
                    .toList();
        }

        private void add(StoredFile main, Collection<StoredFile> parts, List<String> missing) {
            take(main, parts);
            found.put(main.path(), new SlideParts(main, List.copyOf(parts), missing, false));
        }

        private void take(StoredFile main, Collection<StoredFile> parts) {
            taken.add(main.path());
            parts.forEach(part -> taken.add(part.path()));
        }

        private Optional<Names> names(StoredFile file, int maxBytes, Reading reading) {
            Names names = known.get(file);
            if (names == null) {
                try {
                    names = reading.of(heads.read(file, maxBytes));
                } catch (IOException e) {
                    LOG.warn("left out {} this time: {}", file.path(), e.toString());
                    return Optional.empty();
                }
            }
            read.put(file, names);
            return Optional.of(names);
        }
    }

    /**
     * Whether the names of a series' files tell which slide it is, as {@code S1.dcm} beside {@code S1.level1.dcm} does. Numbers,
     * UIDs and parts of the series ({@code level-0-frames-0-30}) tell nothing.
     */
    private static boolean tell(List<StoredFile> series) {
        String first = SlideNames.withoutExtension(series.get(0).fileName());
        return first.chars().anyMatch(Character::isLetter)
                && series.stream().allMatch(file -> file.fileName().startsWith(first));
    }

    private interface Reading {
        Names of(byte[] head);
    }

    private static Names series(byte[] head) {
        return new Names(List.of(), DicomFile.series(head).map(List::of).orElse(List.of()));
    }
}
