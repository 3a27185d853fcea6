package io.slidestream.networks.bundle;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/*
 * ONNX keeps tensors of more than two gigabytes, and those of whoever asks for it, in files beside the model, which ONNX Runtime opens by
 * itself. What such files hold decides what the model says, so they belong to its id. Only the messages of the format that can hold a
 * tensor are looked into; numbers are skipped, not read.
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, https://onnx.ai/onnx/repo-docs/ExternalData.html
 */
/** The files that an ONNX file takes tensors from. */
public final class ExternalData {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT_BYTES = 4096;

    private enum Message {
        MODEL,
        TRAINING,
        FUNCTION,
        GRAPH,
        NODE,
        ATTRIBUTE,
        SPARSE,
        TENSOR,
        ENTRY
    }

    private static final Map<Message, Map<Integer, Message>> WITHIN = Map.of(
            Message.MODEL, Map.of(7, Message.GRAPH, 20, Message.TRAINING, 25, Message.FUNCTION),
            Message.TRAINING, Map.of(1, Message.GRAPH, 2, Message.GRAPH),
            Message.FUNCTION, Map.of(7, Message.NODE, 11, Message.ATTRIBUTE),
            Message.GRAPH, Map.of(1, Message.NODE, 5, Message.TENSOR, 15, Message.SPARSE),
            Message.NODE, Map.of(5, Message.ATTRIBUTE),
            Message.ATTRIBUTE,
                    Map.of(
                            5, Message.TENSOR,
                            6, Message.GRAPH,
                            10, Message.TENSOR,
                            11, Message.GRAPH,
                            22, Message.SPARSE,
                            23, Message.SPARSE),
            Message.SPARSE, Map.of(1, Message.TENSOR, 2, Message.TENSOR),
            Message.TENSOR, Map.of(13, Message.ENTRY),
            Message.ENTRY, Map.of());

    private final InputStream in;
    private final TreeSet<String> locations = new TreeSet<>();
    private long position;

    private ExternalData(InputStream in) {
        this.in = in;
    }

    /**
     * The files, sorted by name, each once.
     *
     * @throws IllegalArgumentException if one is missing, or lies elsewhere than in the file's folder, or the file is no ONNX
     */
    public static List<Path> of(Path onnx) throws IOException {
        ExternalData data;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(onnx), 1 << 16)) {
            data = new ExternalData(in);
            data.read(Message.MODEL, Files.size(onnx), 0);
        } catch (EOFException e) {
            throw new IllegalArgumentException(onnx.getFileName() + " is no whole ONNX file", e);
        }
        Path folder = folder(onnx);
        return data.locations.stream()
                .map(location -> beside(onnx, folder, location))
                .toList();
    }

    /** SHA-256, in hex, of an ONNX file and of all that it takes tensors from. */
    public static String sha256(Path onnx) throws IOException {
        return BundleId.of(onnx);
    }

    /**
     * One of the files.
     *
     * @param location as the ONNX file names it
     * @throws IllegalArgumentException if it is missing, or lies elsewhere than in the ONNX file's folder
     */
    public static Path at(Path onnx, String location) throws IOException {
        return beside(onnx, folder(onnx), location);
    }

    /** The file beside one of ours that holds the numbers for which it has no room. */
    public static Path ownOf(Path onnx) {
        return onnx.resolveSibling(onnx.getFileName() + ".data");
    }

    private static Path folder(Path onnx) throws IOException {
        return onnx.toAbsolutePath().resolveSibling(".").toRealPath();
    }

    private static Path beside(Path onnx, Path folder, String location) {
        String name = onnx.getFileName() + " takes weights from '" + location + "', ";
        try {
            Path file = folder.resolve(location).toRealPath();
            if (!file.startsWith(folder) || location.startsWith("/") || !Files.isRegularFile(file)) {
                throw new IllegalArgumentException(name + "which is no file in the model's folder");
            }
            return file;
        } catch (IOException | java.nio.file.InvalidPathException e) {
            throw new IllegalArgumentException(name + "which is not in the model's folder: copy it there", e);
        }
    }

    private void read(Message message, long end, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("it holds graphs within graphs, more than " + MAX_DEPTH + " deep");
        }
        Map<Integer, String> texts = new HashMap<>();
        while (position < end) {
            long tag = varint();
            int field = (int) (tag >>> 3);
            switch ((int) tag & 7) {
                case 0 -> varint();
                case 1 -> skip(8, end);
                case 5 -> skip(4, end);
                case 2 -> {
                    long length = varint();
                    if (length < 0 || length > end - position) {
                        throw new EOFException();
                    }
                    Message inner = WITHIN.getOrDefault(message, Map.of()).get(field);
                    if (inner != null) {
                        read(inner, position + length, depth + 1);
                    } else if (message == Message.ENTRY) {
                        texts.put(field, text(length));
                    } else {
                        skip(length, end);
                    }
                }
                default -> throw new EOFException();
            }
        }
        if (position != end) {
            throw new EOFException();
        }
        String location = texts.get(2);
        if (message == Message.ENTRY && "location".equals(texts.get(1)) && location != null) {
            locations.add(location);
        }
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            position++;
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new EOFException();
    }

    private String text(long length) throws IOException {
        if (length > MAX_TEXT_BYTES) {
            throw new EOFException();
        }
        byte[] bytes = in.readNBytes((int) length);
        position += bytes.length;
        if (bytes.length < length) {
            throw new EOFException();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void skip(long length, long end) throws IOException {
        if (length > end - position) {
            throw new EOFException();
        }
        in.skipNBytes(length);
        position += length;
    }
}
