package io.slidestream.networks.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Instructions of this machine's processor for bytes. */
final class VectorUnit {
    private static final Path CPU = Path.of("/proc/cpuinfo");

    private VectorUnit() {}

    /**
     * Whether products of bytes are added up in 32 bits (VNNI). Processors of x86 without it add pairs in 16 bits, which
     * overflow. Where nobody can say, no.
     */
    static boolean addsBytesExactly() {
        try {
            return addsBytesExactly(Files.readAllLines(CPU));
        } catch (IOException e) {
            return false;
        }
    }

    static boolean addsBytesExactly(List<String> cpuinfo) {
        return cpuinfo.stream()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line -> Arrays.asList(line.split("\\s+")))
                .map(flags -> flags.contains("avx512_vnni") || flags.contains("avx_vnni"))
                .orElse(false);
    }
}
