package io.slidestream.networks.pytorch;

import io.slidestream.networks.pytorch.Pickled.Module;
import io.slidestream.networks.pytorch.Pickled.Storage;
import io.slidestream.networks.pytorch.Pickled.View;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipException;

/**
 * State dictionaries of tensors as {@code torch.save(model.state_dict(), file)} writes them, in the zip form of PyTorch
 * 1.6 and later or the older one, alone or within a checkpoint; and the tensors of TorchScript files. Nothing in a file is
 * run, and no more is allocated than a few times its size.
 */
public final class StateDictionary {
    /** What DataParallel, Lightning, {@code torch.compile} and people's own modules put before every name. */
    private static final List<String> WRAPPERS =
            List.of("module.", "model.", "_orig_mod.", "net.", "network.", "backbone.");

    /** Which of several dictionaries in a checkpoint is the network's. */
    private static final List<String> NETWORKS = List.of("state_dict", "model_state_dict", "model");

    private static final int MOST_WRAPPERS = 4;
    private static final int MOST_NAMED = 8;
    private static final int MOST_LETTERS = 60;
    /** Batch normalisation counts batches in whole numbers, which nobody needs. */
    private static final String COUNTER = "num_batches_tracked";

    /** Finds the bytes of a storage. */
    interface Storages {
        ByteBuffer bytes(Storage storage, StorageType type) throws IOException;
    }

    private final Storages storages;
    private final Map<String, ByteBuffer> known = new HashMap<>();
    private long numbersLeft;

    private StateDictionary(Storages storages, long fileBytes) {
        this.storages = storages;
        numbersLeft = fileBytes;
    }

    /**
     * What a file holds.
     *
     * @param tensors as floats, by name, without what a wrapper puts before every one, sorted; unmodifiable
     * @param said what of the file this is, and what of it was left out, a line each
     */
    public record Content(SortedMap<String, Tensor> tensors, List<String> said) {
        public Content {
            tensors = Collections.unmodifiableSortedMap(tensors);
            said = List.copyOf(said);
        }
    }

    /**
     * Reads all tensors of floating point numbers.
     *
     * @throws PyTorchFormatException if the file holds no dictionary of tensors, or several of which none is called as a
     *     network's is
     */
    public static Content read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer start = ByteBuffer.allocate(2);
            channel.read(start, 0);
            if (start.get(0) == 'P' && start.get(1) == 'K') {
                try (ZipForm form = new ZipForm(file)) {
                    return new StateDictionary(form, Files.size(file)).content(form.pickle());
                }
            }
            if (channel.size() > Integer.MAX_VALUE) {
                throw new PyTorchFormatException("is not in the zip form and larger than 2 GB: save it again with a"
                        + " PyTorch of version 1.6 or newer");
            }
            ByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            LegacyForm form = new LegacyForm(all);
            return new StateDictionary(form, channel.size()).content(form.dictionary());
        } catch (ZipException e) {
            throw new PyTorchFormatException("is a damaged zip file: " + e.getMessage());
        }
    }

    private Content content(Object value) throws IOException {
        if (value instanceof Module module) {
            return content(ScriptTensors.of(module));
        }
        if (!(value instanceof Map<?, ?> dictionary)) {
            throw new PyTorchFormatException("holds no dictionary of tensors");
        }
        boolean isCheckpoint = dictionary.values().stream().noneMatch(View.class::isInstance)
                && dictionary.values().stream().anyMatch(StateDictionary::hasTensors);
        return isCheckpoint ? checkpoint(dictionary) : content(dictionary);
    }

    private Content checkpoint(Map<?, ?> checkpoint) throws IOException {
        List<String> dictionaries = checkpoint.entrySet().stream()
                .filter(entry -> hasTensors(entry.getValue()))
                .map(entry -> String.valueOf(entry.getKey()))
                .toList();
        String network = NETWORKS.stream()
                .filter(dictionaries::contains)
                .findFirst()
                .orElse(dictionaries.size() == 1 ? dictionaries.get(0) : null);
        if (network == null) {
            throw new PyTorchFormatException(
                    "holds several dictionaries of tensors (" + named(dictionaries) + "): save the network's alone");
        }
        Map<?, ?> chosen = Map.of();
        List<String> others = new ArrayList<>();
        for (Map.Entry<?, ?> entry : checkpoint.entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (name.equals(network) && entry.getValue() instanceof Map<?, ?> map) {
                chosen = map;
            } else {
                others.add(name);
            }
        }
        Content content = content(chosen);
        List<String> said = new ArrayList<>();
        said.add("weights: " + network + " of a checkpoint" + (others.isEmpty() ? "" : ", not " + named(others)));
        said.addAll(content.said());
        return new Content(content.tensors(), said);
    }

    private Content content(Map<?, ?> dictionary) throws IOException {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        List<String> whole = new ArrayList<>();
        for (Map.Entry<?, ?> entry : dictionary.entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (!(entry.getValue() instanceof View view)) {
                throw new PyTorchFormatException("holds " + name + ", which is no tensor");
            }
            if (name.endsWith(COUNTER)) {
                continue;
            }
            if (StorageType.isOfWholeNumbers(view.storage().type())) {
                whole.add(name);
            } else {
                tensors.put(name, tensor(name, view));
            }
        }
        return new Content(
                unwrapped(tensors),
                whole.isEmpty() ? List.of() : List.of("left out, since of whole numbers: " + named(whole)));
    }

    private static String named(List<String> names) {
        String first = names.stream()
                .limit(MOST_NAMED)
                .map(name -> name.length() > MOST_LETTERS ? name.substring(0, MOST_LETTERS) + "…" : name)
                .collect(Collectors.joining(", "));
        return names.size() > MOST_NAMED ? first + " and " + (names.size() - MOST_NAMED) + " more" : first;
    }

    private static boolean hasTensors(Object value) {
        return value instanceof Map<?, ?> map && map.values().stream().anyMatch(View.class::isInstance);
    }

    private static SortedMap<String, Tensor> unwrapped(SortedMap<String, Tensor> tensors) {
        SortedMap<String, Tensor> own = tensors;
        for (int level = 0; level < MOST_WRAPPERS && !own.isEmpty(); level++) {
            Set<String> names = own.keySet();
            String wrapper = WRAPPERS.stream()
                    .filter(before -> names.stream().allMatch(name -> name.startsWith(before)))
                    .findFirst()
                    .orElse("");
            SortedMap<String, Tensor> within = new TreeMap<>();
            own.forEach((name, tensor) -> within.put(name.substring(wrapper.length()), tensor));
            own = within;
        }
        return own;
    }

    private Tensor tensor(String name, View view) throws IOException {
        int dimensions = view.shape().size();
        if (view.stride().size() != dimensions || view.offset() < 0 || dimensions > 16) {
            throw outside(name, view);
        }
        int[] shape = new int[dimensions];
        long count = 1;
        long last = view.offset();
        for (int d = 0; d < dimensions; d++) {
            long size = view.shape().get(d);
            long stride = view.stride().get(d);
            if (size < 0 || size > Integer.MAX_VALUE || stride < 0 || stride > Integer.MAX_VALUE) {
                throw outside(name, view);
            }
            shape[d] = (int) size;
            count = Math.min(count * size, Integer.MAX_VALUE);
            last += Math.max(0, size - 1) * stride;
            if (last < 0) {
                throw outside(name, view);
            }
        }
        if (count > 0 && last >= view.storage().size()) {
            throw outside(name, view);
        }
        numbersLeft -= count;
        if (numbersLeft < 0) {
            throw new PyTorchFormatException("claims more numbers than it holds, at " + name);
        }
        StorageType type = StorageType.of(name, view.storage().type());
        ByteBuffer data = data(view.storage(), type);
        float[] values = new float[(int) count];
        int[] index = new int[dimensions];
        long place = view.offset();
        for (int i = 0; i < values.length; i++) {
            values[i] = type.at(data, (int) place);
            for (int d = dimensions - 1; d >= 0; d--) {
                place += view.stride().get(d);
                if (++index[d] < shape[d]) {
                    break;
                }
                place -= index[d] * view.stride().get(d);
                index[d] = 0;
            }
        }
        return new Tensor(shape, values);
    }

    private ByteBuffer data(Storage storage, StorageType type) throws IOException {
        ByteBuffer data = known.get(storage.key());
        if (data == null) {
            if (storage.size() > Integer.MAX_VALUE / type.bytes()) {
                throw new PyTorchFormatException("has a storage of " + storage.size() + " numbers, which is too large");
            }
            data = storages.bytes(storage, type).order(ByteOrder.LITTLE_ENDIAN);
            known.put(storage.key(), data);
        }
        if (data.remaining() != storage.size() * type.bytes()) {
            throw new PyTorchFormatException("has " + data.remaining() + " bytes in storage " + storage.key()
                    + ", announced were " + storage.size() + " numbers of " + type.bytes() + " bytes");
        }
        return data;
    }

    private static PyTorchFormatException outside(String name, View view) {
        return new PyTorchFormatException("holds " + name + " of shape " + view.shape() + ", strides " + view.stride()
                + ", offset " + view.offset() + ", which reaches outside of its storage of "
                + view.storage().size() + " numbers");
    }
}
