package io.slidestream.networks.pytorch;

import io.slidestream.networks.pytorch.Pickled.Module;
import io.slidestream.networks.pytorch.Pickled.View;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The tensors of a TorchScript module and of those within it, under the names that a state dictionary gives them. */
final class ScriptTensors {
    /** A module and the way to it. */
    private record Place(String path, Module module) {}

    private ScriptTensors() {}

    static Map<String, View> of(Module root) throws PyTorchFormatException {
        Map<String, View> tensors = new LinkedHashMap<>();
        Set<Module> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Place> open = new ArrayDeque<>();
        open.add(new Place("", root));
        while (!open.isEmpty()) {
            Place place = open.remove();
            if (!seen.add(place.module())) {
                continue;
            }
            if (place.path().length() > 1_000) {
                throw new PyTorchFormatException("holds modules within modules without end");
            }
            place.module().attributes().forEach((name, value) -> {
                if (value instanceof View view) {
                    tensors.put(place.path() + name, view);
                } else if (value instanceof Module module) {
                    open.add(new Place(place.path() + name + ".", module));
                }
            });
        }
        return tensors;
    }
}
