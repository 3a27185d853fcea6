package io.slidestream.viewer.catalog;

import io.slidestream.contracts.Model;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Every manifest and summary brings a model of its own, which is most of it: of equal ones, one is kept. */
final class ModelCopies {
    private final Map<Model, Model> models = new ConcurrentHashMap<>();

    Model one(Model copy) {
        return models.computeIfAbsent(copy, same -> same);
    }
}
