package io.slidestream.mapfiles.cohort;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.mapfiles.results.EarlierMaps;
import io.slidestream.mapfiles.results.ForeignSummaryException;
import io.slidestream.mapfiles.results.MapSummary;
import io.slidestream.mapfiles.results.ResultFiles;
import io.slidestream.mapfiles.results.ResultsWalk;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Every slide of a results folder, and what there was besides. Immutable once read. */
public final class Cohort {
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
        ResultsWalk.through(cohort.root, cohort.new Reading());
        cohort.complete();
        return cohort;
    }

    /**
     * Makes one of what was read earlier.
     *
     * @param notes what else lies in the folder, in sentences
     * @param summaries passes on the folders with summaries, and the summaries
     */
    public static Cohort of(Path folder, List<String> notes, Consumer<BiConsumer<Path, MapSummary>> summaries) {
        Cohort cohort = new Cohort(folder.toAbsolutePath().normalize());
        cohort.warnings.addAll(notes);
        summaries.accept(cohort::take);
        cohort.complete();
        return cohort;
    }

    private void complete() {
        setApart();
        Comparator<CohortRow> order = Comparator.comparing(
                        (CohortRow row) -> row.summary().slideName())
                .thenComparing(row -> row.folder().toString());
        rows.sort(order);
        earlier.sort(order);
        compareModels();
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

    private void take(Path folder, MapSummary summary) {
        rows.add(new CohortRow(root.relativize(folder), summary));
    }

    private final class Reading implements ResultsWalk.Visitor {
        @Override
        public void summary(Path folder, BasicFileAttributes file) {
            Path summary = folder.resolve(ResultFiles.SUMMARY);
            if (!file.isRegularFile()) {
                note(summary, "is no file");
                return;
            }
            try {
                take(folder, MapSummary.in(folder));
            } catch (ForeignSummaryException e) {
                note(summary, String.valueOf(e.getMessage()));
            } catch (IOException e) {
                note(summary, "cannot be read: " + FileFault.words(e));
            }
        }

        @Override
        public void note(Path path, String what) {
            warnings.add(ResultsWalk.sentence(root, path, what));
        }

        @Override
        public boolean goesOn() {
            return true;
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
}
