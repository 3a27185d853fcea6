package io.slidestream.networks.published;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** TIAToolbox's sets of models, told by the file's name; the order of the classes is that of its own list. */
public enum Known {
    KATHER100K("-kather100k", List.of("BACK", "NORM", "DEB", "TUM", "ADI", "MUC", "MUS", "STR", "LYM"), 224, 0.5),
    PCAM("-pcam", List.of("Normal", "Tumor"), 96, 1.0);

    private final String ending;
    private final List<String> classes;
    private final int patchPx;
    private final double mpp;

    Known(String ending, List<String> classes, int patchPx, double mpp) {
        this.ending = ending;
        this.classes = classes;
        this.patchPx = patchPx;
        this.mpp = mpp;
    }

    List<String> classes() {
        return classes;
    }

    int patchPx() {
        return patchPx;
    }

    double mpp() {
        return mpp;
    }

    static Optional<Known> of(Path file, Naming naming) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.[A-Za-z]+$", "");
        for (Known known : values()) {
            if (naming == Naming.TIATOOLBOX && name.endsWith(known.ending)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }
}
