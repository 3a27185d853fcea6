package io.slidestream.trainer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes NumPy archives. */
public final class Npz {
    private final Map<String, byte[]> arrays = new LinkedHashMap<>();

    public Npz with(String name, byte[] npy) {
        arrays.put(name, npy);
        return this;
    }

    /** Images of 4×4 px, one for each label, all different, and the labels as bytes of N×1. */
    public Npz part(String prefix, int... labels) {
        byte[] pixels = new byte[48 * labels.length];
        new Random(prefix.hashCode()).nextBytes(pixels);
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return with(prefix + "images", array("|u1", "(" + labels.length + ", 4, 4, 3)", pixels))
                .with(prefix + "labels", array("|u1", "(" + labels.length + ", 1)", bytes));
    }

    public Path write(Path file) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                zip.write(array.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    public static byte[] array(String type, String shape, byte... data) {
        return npy("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }", data);
    }

    public static byte[] npy(String header, byte... data) {
        byte[] text = (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0});
        bytes.writeBytes(text);
        bytes.writeBytes(data);
        return bytes.toByteArray();
    }
}
