package io.slidestream.networks.published;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * TIAToolbox's sets of models, told by the file's name. The order of the classes is that of its own list, where it is known
 * for certain; of the others a person must say it.
 */
public enum TiaToolboxSet {
    KATHER100K("-kather100k", List.of("BACK", "NORM", "DEB", "TUM", "ADI", "MUC", "MUS", "STR", "LYM"), 224, 0.5),
    PCAM("-pcam", List.of(), 96, 1.0);

    private final String ending;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> classes;

    private final int patchPx;
    private final double mpp;

    TiaToolboxSet(String ending, List<String> classes, int patchPx, double mpp) {
        this.ending = ending;
        this.classes = classes;
        this.patchPx = patchPx;
        this.mpp = mpp;
    }

    /** In the order of the outputs; empty where it is not known. */
    List<String> classes() {
        return classes;
    }

    int patchPx() {
        return patchPx;
    }

    double mpp() {
        return mpp;
    }

    static Optional<TiaToolboxSet> of(Path file, Naming naming) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.[A-Za-z]+$", "");
        for (TiaToolboxSet known : values()) {
            if (naming == Naming.TIATOOLBOX && name.endsWith(known.ending)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }
}
