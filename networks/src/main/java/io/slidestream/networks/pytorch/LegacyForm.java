package io.slidestream.networks.pytorch;

import io.slidestream.networks.pytorch.Pickled.Storage;
import io.slidestream.networks.pytorch.Pickled.View;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The form before PyTorch 1.6: pickles of a magic number, a version, the machine's sizes, the dictionary and the keys of
 * the storages, then each storage as its count of numbers in eight bytes and the numbers.
 */
final class LegacyForm implements StateDictionary.Storages {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

    private final Map<?, ?> dictionary;
    private final Map<String, ByteBuffer> storages = new HashMap<>();

    LegacyForm(ByteBuffer all) throws PyTorchFormatException {
        if (all.remaining() < 2 || all.get(0) != (byte) 0x80) {
            throw new PyTorchFormatException("is neither of the two forms in which PyTorch saves tensors");
        }
        Unpickler pickles = new Unpickler(all);
        if (!MAGIC.equals(pickles.load())) {
            throw new PyTorchFormatException("is a pickle, but not one that PyTorch saved");
        }
        pickles.load();
        if (!(pickles.load() instanceof Map<?, ?> machine) || !Boolean.TRUE.equals(machine.get("little_endian"))) {
            throw new PyTorchFormatException("holds big-endian numbers, only little-endian ones are read");
        }
        if (!(pickles.load() instanceof Map<?, ?> tensors)) {
            throw new PyTorchFormatException("holds no dictionary of tensors");
        }
        dictionary = tensors;
        if (!(pickles.load() instanceof List<?> keys)) {
            throw new PyTorchFormatException("has no list of its storages");
        }
        slice(all, keys);
    }

    Object dictionary() {
        return dictionary;
    }

    @Override
    public ByteBuffer bytes(Storage storage, StorageType type) throws PyTorchFormatException {
        ByteBuffer bytes = storages.get(storage.key());
        if (bytes == null) {
            throw new PyTorchFormatException("has no storage " + storage.key());
        }
        return bytes;
    }

    /** Of batch normalisation's counters of steps, too, which lie between the others and are left out by their names. */
    private static int bytesEach(Storage storage) throws PyTorchFormatException {
        return storage.type().equals("LongStorage")
                ? Long.BYTES
                : StorageType.of(storage.key(), storage.type()).bytes();
    }

    private void slice(ByteBuffer all, List<?> keys) throws PyTorchFormatException {
        Map<Object, Storage> known = new HashMap<>();
        for (Object value : dictionary.values()) {
            if (value instanceof View view) {
                known.put(view.storage().key(), view.storage());
            }
        }
        for (Object key : keys) {
            if (!(key instanceof String)) { // the hash and the text of nested lists may take for ever
                throw new PyTorchFormatException("has a storage whose key is no text");
            }
            Storage storage = known.get(key);
            if (storage == null) {
                throw new PyTorchFormatException("has a storage " + key + " that no tensor uses");
            }
            if (storage.size() > all.remaining()) {
                throw new PyTorchFormatException("ends before storage " + key + " of " + storage.size() + " numbers");
            }
            long bytes = storage.size() * bytesEach(storage);
            if (all.remaining() < Long.BYTES || all.getLong() != storage.size() || bytes > all.remaining()) {
                throw new PyTorchFormatException("ends in the middle of storage " + key + ", or is damaged there");
            }
            storages.put(storage.key(), all.slice(all.position(), (int) bytes));
            all.position(all.position() + (int) bytes);
        }
    }
}
