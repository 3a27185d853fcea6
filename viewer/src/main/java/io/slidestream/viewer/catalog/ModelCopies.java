package io.slidestream.viewer.catalog;

import io.slidestream.contracts.Model;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/** Every manifest and summary brings a model of its own, which is most of it: of equal ones, one is kept while somebody has it. */
final class ModelCopies {
    private final Map<Model, WeakReference<Model>> models = new WeakHashMap<>();

    synchronized Model one(Model copy) {
        WeakReference<Model> known = models.get(copy);
        Model one = known == null ? null : known.get();
        if (one == null) {
            one = copy;
            models.put(one, new WeakReference<>(one));
        }
        return one;
    }
}
