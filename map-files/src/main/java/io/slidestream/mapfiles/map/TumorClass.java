package io.slidestream.mapfiles.map;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the class whose regions are measured. */
public final class TumorClass {
    /** Names of the class in published nine-class, Camelyon and WSInfer models, in small letters and digits alone. */
    private static final Set<String> NAMES =
            Set.of("tum", "tumor", "tumour", "cancer", "carcinoma", "malignant", "tumorpositive", "tumourpositive");

    private TumorClass() {}

    /** @param configured exact name; null: by the usual names. Empty if the model has no such class */
    public static OptionalInt in(List<String> classNames, @Nullable String configured) {
        return IntStream.range(0, classNames.size())
                .filter(i -> configured != null
                        ? classNames.get(i).equals(configured)
                        : NAMES.contains(plain(classNames.get(i))))
                .findFirst();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
