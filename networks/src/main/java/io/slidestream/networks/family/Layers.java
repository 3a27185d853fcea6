package io.slidestream.networks.family;

import io.slidestream.networks.graph.Misfit;
import io.slidestream.networks.graph.NetworkDraft;
import io.slidestream.networks.graph.Window;
import java.util.Arrays;
import java.util.Set;

/** What several families ask of names and shapes. */
final class Layers {
    private Layers() {}

    static boolean has(Set<String> names, String... wanted) {
        return Arrays.stream(wanted).allMatch(names::contains);
    }

    static boolean hasBelow(Set<String> names, String start) {
        return names.stream().anyMatch(name -> name.startsWith(start));
    }

    /**
     * The side of a layer's square kernel.
     *
     * @throws Misfit if it is not square, or not odd
     */
    static int kernel(NetworkDraft draft, String layer) {
        int[] weight = draft.weight(layer);
        if (weight.length != 4 || weight[2] != weight[3] || weight[2] % 2 == 0) {
            throw new Misfit("the weight of " + layer + " is " + Arrays.toString(weight)
                    + ", a square kernel of odd side is expected");
        }
        return weight[2];
    }

    /** Centred, of the side that the layer's weight has. */
    static Window centred(NetworkDraft draft, String layer, int stride) {
        int kernel = kernel(draft, layer);
        return Window.centred(kernel, kernel, stride);
    }
}
