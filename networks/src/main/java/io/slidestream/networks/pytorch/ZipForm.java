package io.slidestream.networks.pytorch;

import io.slidestream.networks.pytorch.Pickled.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The form since PyTorch 1.6: {@code NAME/data.pkl} and a file {@code NAME/data/KEY} for each storage. */
final class ZipForm implements StateDictionary.Storages, AutoCloseable {
    private static final String PICKLE = "/data.pkl";
    private static final int MAX_PICKLE_BYTES = 16 << 20;

    private final ZipFile zip;
    private final String folder;

    ZipForm(Path file) throws IOException {
        zip = new ZipFile(file.toFile());
        List<String> pickles = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(PICKLE))
                .toList();
        if (pickles.size() != 1) {
            zip.close();
            throw new PyTorchFormatException("is a zip file without the data.pkl of a state dictionary");
        }
        folder = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    }

    Object pickle() throws IOException {
        if (zip.getEntry(folder + "/byteorder") != null
                && !new String(bytes("byteorder", 16), StandardCharsets.US_ASCII).equals("little")) {
            throw new PyTorchFormatException("holds big-endian numbers, only little-endian ones are read");
        }
        Unpickler.Dialect dialect = zip.getEntry(folder + "/constants.pkl") == null
                ? Unpickler.Dialect.STATE_DICTIONARY
                : Unpickler.Dialect.TORCHSCRIPT;
        return new Unpickler(ByteBuffer.wrap(bytes("data.pkl", MAX_PICKLE_BYTES)), dialect).load();
    }

    @Override
    public ByteBuffer bytes(Storage storage, StorageType type) throws IOException {
        return ByteBuffer.wrap(bytes("data/" + storage.key(), (int) storage.size() * type.bytes()));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private byte[] bytes(String name, int most) throws IOException {
        ZipEntry entry = zip.getEntry(folder + "/" + name);
        if (entry == null) {
            throw new PyTorchFormatException("has no " + name);
        }
        if (entry.getMethod() != ZipEntry.STORED) {
            throw new PyTorchFormatException("has " + name + " compressed, which PyTorch never does");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new PyTorchFormatException(
                        "has " + entry.getSize() + " bytes in " + name + ", at most " + most + " were expected");
            }
            return bytes;
        }
    }
}
