package io.slidestream.trainer.encoder;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.trainer.base.TrainingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Features on disk, by the encoder and the pixels they are of: what was computed once is not computed again, in this
 * training, after it was killed, or in the next.
 *
 * <p>One file an encoder, to which records are appended: 32 bytes of the key, the features as little-endian floats, CRC-32C
 * of both. What a killed process wrote of a record is cut off when the file is opened. One process at a time.
 */
final class FeatureCache implements AutoCloseable {
    private static final int KEY_BYTES = 32;
    private static final byte[] MAGIC = "slidestream features 1\n".getBytes(StandardCharsets.US_ASCII);

    private final Path file;
    private final FileChannel channel;
    private final int featureCount;
    private final int recordBytes;
    private final Map<String, Long> places = new HashMap<>();

    private FeatureCache(Path file, FileChannel channel, int featureCount) {
        this.file = file;
        this.channel = channel;
        this.featureCount = featureCount;
        recordBytes = KEY_BYTES + featureCount * Float.BYTES + Integer.BYTES;
    }

    /**
     * Opens the file of an encoder, or begins it.
     *
     * @param encoderId in hex
     * @throws TrainingException if the disk refuses, or another training writes it
     */
    static FeatureCache open(Path folder, String encoderId, int featureCount) {
        Path file = folder.resolve(encoderId.substring(0, 16) + "-" + featureCount + ".features");
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FeatureCache cache = new FeatureCache(file, channel, featureCount);
            try {
                cache.lock();
                cache.readPlaces();
                return cache;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new TrainingException("cannot keep features in " + file + ": " + FileFault.words(e), e);
        }
    }

    private void lock() throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // another training of this JVM
        }
        throw new TrainingException(
                file + " is written by another training; wait for its end, or name another folder (--cache)");
    }

    private void readPlaces() throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(MAGIC.length);
        read(magic, 0);
        if (magic.position() < MAGIC.length) {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(MAGIC), 0);
        } else if (!magic.flip().equals(ByteBuffer.wrap(MAGIC))) {
            throw new IOException("it holds something else");
        }
        long place = MAGIC.length;
        ByteBuffer record = ByteBuffer.allocate(recordBytes).order(ByteOrder.LITTLE_ENDIAN);
        for (; place + recordBytes <= channel.size(); place += recordBytes) {
            record.clear();
            read(record, place);
            if (record.getInt(recordBytes - Integer.BYTES) != sum(record)) {
                break;
            }
            places.put(HexFormat.of().formatHex(record.array(), 0, KEY_BYTES), place);
        }
        channel.truncate(place);
    }

    private void read(ByteBuffer into, long place) throws IOException {
        while (into.hasRemaining()) {
            int read = channel.read(into, place + into.position());
            if (read < 0) {
                return;
            }
        }
    }

    private int sum(ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(record.array(), 0, recordBytes - Integer.BYTES);
        return (int) crc.getValue();
    }

    /** How many are kept. */
    int size() {
        return places.size();
    }

    Path file() {
        return file;
    }

    /**
     * Features that were kept, or null.
     *
     * @param key SHA-256 in hex
     */
    float @Nullable [] get(String key) {
        Long place = places.get(key);
        if (place == null) {
            return null;
        }
        ByteBuffer record = ByteBuffer.allocate(recordBytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            read(record, place);
        } catch (IOException e) {
            throw new TrainingException("cannot read " + file + ": " + FileFault.words(e), e);
        }
        float[] features = new float[featureCount];
        record.position(KEY_BYTES).asFloatBuffer().get(features);
        return features;
    }

    void put(String key, float[] features) {
        ByteBuffer record = ByteBuffer.allocate(recordBytes).order(ByteOrder.LITTLE_ENDIAN);
        record.put(HexFormat.of().parseHex(key));
        for (float feature : features) {
            record.putFloat(feature);
        }
        record.putInt(sum(record)).flip();
        try {
            long place = channel.size();
            while (record.hasRemaining()) {
                channel.write(record, place + record.position());
            }
            places.put(key, place);
        } catch (IOException e) {
            throw new TrainingException(
                    "cannot keep features in " + file + ": " + FileFault.words(e) + "; what is there is kept", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new TrainingException("cannot close " + file + ": " + FileFault.words(e), e);
        }
    }
}
