package io.slidestream.trainer.report;

import io.slidestream.trainer.fit.EpochRecord;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Events as TensorBoard reads them: records of length and bytes, each with its masked CRC-32C, and in each record a
 * protobuf message Event. Numbers are little-endian.
 */
final class EventFile {
    private static final int MASK = 0xa282ead8;
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private EventFile() {}

    /** The name by which TensorBoard finds it. */
    static String name(long begunMillis) {
        return "events.out.tfevents." + begunMillis / 1000 + ".slidestream";
    }

    /** What every file begins with. */
    static byte[] head(long millis) {
        Message event = event(millis, 0);
        event.text(3, "brain.Event:2");
        return record(event.bytes());
    }

    /**
     * The figures of an epoch, by phase.
     *
     * @param step of the whole training
     */
    static byte[] epoch(EpochRecord epoch, long step, long millis) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss/training", epoch.trainingLoss());
        figures.put("accuracy/training", epoch.trainingAccuracy());
        figures.put("loss/validation", epoch.validationLoss());
        figures.put("accuracy/validation", epoch.validationAccuracy());
        figures.put("learning_rate", epoch.learningRate());
        figures.put("images_per_second", epoch.imagesPerSecond());
        Message summary = new Message();
        figures.forEach((name, figure) -> {
            if (Double.isFinite(figure)) {
                Message value = new Message();
                value.text(1, epoch.phase().replace(' ', '_') + "/" + name);
                value.float32(2, figure.floatValue());
                summary.bytes(1, value.bytes());
            }
        });
        Message event = event(millis, step);
        event.bytes(5, summary.bytes());
        return record(event.bytes());
    }

    private static Message event(long millis, long step) {
        Message event = new Message();
        event.float64(1, millis / 1e3);
        event.whole(2, step);
        return event;
    }

    private static byte[] record(byte[] data) {
        byte[] length = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(data.length)
                .array();
        return ByteBuffer.allocate(16 + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(length)
                .putInt(masked(length))
                .put(data)
                .putInt(masked(data))
                .array();
    }

    private static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }

    /** A protobuf message, field by field. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        /** Nothing where it is 0, as protobuf leaves it out. */
        void whole(int field, long value) {
            if (value != 0) {
                varint(field << 3 | VARINT);
                varint(value);
            }
        }

        void float64(int field, double value) {
            varint(field << 3 | FIXED_64);
            out.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(value)
                    .array());
        }

        void float32(int field, float value) {
            varint(field << 3 | FIXED_32);
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(value)
                    .array());
        }

        void text(int field, String value) {
            bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        void bytes(int field, byte[] value) {
            varint(field << 3 | BYTES);
            varint(value.length);
            out.writeBytes(value);
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
