package io.slidestream.networks.pytorch;

import java.util.List;
import java.util.Map;

/** Parts of a pickled state dictionary, besides texts, numbers, lists and maps. */
sealed interface Pickled {
    /** A name that Python would import and could call. */
    record Global(String module, String name) implements Pickled {
        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /** A module of TorchScript: what it holds by name. Its code is left where it is. */
    record Module(Map<String, Object> attributes) implements Pickled {}

    /** Where {@code MARK} stands on the stack. */
    record Mark() implements Pickled {}

    /** Python's None. */
    record None() implements Pickled {}

    /**
     * Numbers in a row, stored outside of the pickle.
     *
     * @param type PyTorch's class of it
     * @param size numbers, not bytes
     */
    record Storage(String type, String key, long size) implements Pickled {}

    /**
     * A view of a storage.
     *
     * @param offset of the first number
     * @param stride numbers from one element to the next, by dimension
     */
    record View(Storage storage, long offset, List<Long> shape, List<Long> stride) implements Pickled {}
}
