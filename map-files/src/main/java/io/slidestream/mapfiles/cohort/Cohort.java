package io.slidestream.mapfiles.cohort;

import io.slidestream.mapfiles.results.EarlierMaps;
import io.slidestream.mapfiles.results.ForeignSummaryException;
import io.slidestream.mapfiles.results.MapSummary;
import io.slidestream.mapfiles.results.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every slide of a results folder, and what there was besides. Immutable once read. */
public final class Cohort {
    private static final int DEEPEST = 32;

    private final Path root;
    private final List<CohortRow> rows = new ArrayList<>();
    /** Of slides that have a newer one. */
    private final List<CohortRow> earlier = new ArrayList<>();

    private final List<String> warnings = new ArrayList<>();

    private Cohort(Path root) {
        this.root = root;
    }

    /**
     * Reads the summaries of a folder and of the folders below it. What is no finished map is named in a warning and left
     * alone.
     *
     * @throws IOException if the folder itself cannot be listed
     */
    public static Cohort read(Path folder) throws IOException {
        Cohort cohort = new Cohort(folder.toAbsolutePath().normalize());
        cohort.visit(cohort.root, entries(cohort.root), 0);
        cohort.setApart();
        Comparator<CohortRow> order = Comparator.comparing(
                        (CohortRow row) -> row.summary().slideName())
                .thenComparing(row -> row.folder().toString());
        cohort.rows.sort(order);
        cohort.earlier.sort(order);
        cohort.compareModels();
        return cohort;
    }

    public int mapped() {
        return (int) rows.stream().filter(CohortRow::isMapped).count();
    }

    public int rejected() {
        return rows.size() - mapped();
    }

    /** Folders of all finished maps, by slide name; of a slide with several, the newest first. */
    public List<Path> mapFolders() {
        return Stream.concat(rows.stream(), earlier.stream())
                .sorted(Comparator.comparing(row -> row.summary().slideName()))
                .filter(CohortRow::isMapped)
                .map(row -> root.resolve(row.folder()))
                .toList();
    }

    /** Notes, in sentences, on what was skipped and on what makes the rows hard to compare. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    Path root() {
        return root;
    }

    /** Rows, by slide name. */
    List<CohortRow> rows() {
        return List.copyOf(rows);
    }

    /** Classes of all models, in order of first appearance. */
    Collection<String> classNames() {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.summary().areasMm2().keySet()));
        return names;
    }

    private void visit(Path folder, List<Path> entries, int depth) {
        boolean files = entries.stream().anyMatch(Cohort::isResultFile);
        Path summary = folder.resolve(ResultFiles.SUMMARY);
        if (Files.isRegularFile(summary)) {
            take(folder, summary);
        } else if (files) {
            warn(folder, "has files of a map but no summary.json: it is being written, or its writing was cut short");
        }
        boolean foldersBelow = false;
        for (Path entry : entries) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && !ResultFiles.isOfMap(entry)) {
                foldersBelow = true;
                descend(entry, depth);
            }
        }
        if (depth > 0 && !files && !foldersBelow && !isRest(folder)) {
            warn(folder, "holds no map");
        }
    }

    /** A map's folder of files, whose summary is missing: its own folder was named already. */
    private boolean isRest(Path folder) {
        for (Path at = folder; !at.equals(root); at = Objects.requireNonNull(at.getParent())) {
            if (ResultFiles.ALL.contains(String.valueOf(at.getFileName()))) {
                return true;
            }
        }
        return false;
    }

    private void descend(Path folder, int depth) {
        if (depth == DEEPEST) {
            warn(folder, "lies deeper than " + DEEPEST + " folders");
            return;
        }
        try {
            visit(folder, entries(folder), depth + 1);
        } catch (IOException e) {
            warn(folder, "cannot be read: " + e);
        }
    }

    private void take(Path folder, Path summary) {
        try {
            rows.add(new CohortRow(root.relativize(folder), MapSummary.in(folder)));
        } catch (ForeignSummaryException e) {
            warn(summary, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            warn(summary, "cannot be read: " + e);
        }
    }

    /** A slide counts once: earlier maps of it, by other models or with other settings, are no rows. */
    private void setApart() {
        Set<String> newest = new HashSet<>();
        rows.stream()
                .filter(row -> !EarlierMaps.isOne(root.resolve(row.folder())))
                .forEach(row -> newest.add(row.summary().slideLocation()));
        rows.sort(
                Comparator.comparing((CohortRow row) -> row.summary().written()).reversed());
        Set<String> slides = new HashSet<>();
        for (CohortRow row : List.copyOf(rows)) {
            String slide = row.summary().slideLocation();
            if (EarlierMaps.isOne(root.resolve(row.folder())) && (newest.contains(slide) || !slides.add(slide))) {
                rows.remove(row);
                earlier.add(row);
            }
        }
        if (!earlier.isEmpty()) {
            long of = earlier.stream()
                    .map(row -> row.summary().slideLocation())
                    .distinct()
                    .count();
            warnings.add(of + (of == 1 ? " slide has " : " slides have ") + earlier.size()
                    + (earlier.size() == 1 ? " earlier map" : " earlier maps")
                    + ", by other models or with other settings; the rows are of the newest");
        }
    }

    private void compareModels() {
        Set<String> models = new TreeSet<>();
        Set<String> thresholds = new TreeSet<>();
        for (CohortRow row : rows) {
            if (row.isMapped()) {
                String id = row.summary().modelId();
                models.add(row.summary().modelName() + " (" + id.substring(0, Math.min(12, id.length())) + ")");
                thresholds.add(row.summary().tumorClass() + " " + row.summary().tumorThreshold());
            }
        }
        if (models.size() > 1) {
            warnings.add("the maps are of " + models.size() + " models, whose areas cannot be compared: "
                    + String.join(", ", models));
        }
        if (thresholds.size() > 1) {
            warnings.add("the tumour regions were measured in " + thresholds.size()
                    + " ways (class and threshold), so they cannot be compared: " + String.join(", ", thresholds));
        }
    }

    private void warn(Path path, String what) {
        warnings.add((path.equals(root) ? root : root.relativize(path)) + " " + what);
    }

    private static boolean isResultFile(Path entry) {
        return ResultFiles.ALL.contains(String.valueOf(entry.getFileName())) && Files.isRegularFile(entry);
    }

    /** Hidden ones left out: drafts and the broker's data. */
    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !String.valueOf(entry.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
