package io.slidestream.broker.cluster;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds out who holds a socket, from Linux's /proc; elsewhere nobody is known, and a cut reaches one direction only. */
final class Sockets {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL = 1;
    private static final int INODE = 9;

    private Sockets() {}

    /** The key of the process that connects from a local port. */
    static Optional<Integer> owner(int port, Map<Integer, Long> processes) {
        try {
            Optional<String> inode = inode(port);
            if (inode.isEmpty()) {
                return Optional.empty();
            }
            String link = "socket:[" + inode.get() + "]";
            for (Map.Entry<Integer, Long> process : processes.entrySet()) {
                if (holds(process.getValue(), link)) {
                    return Optional.of(process.getKey());
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<String> inode(int port) throws IOException {
        String ending = String.format(Locale.ROOT, ":%04X", port);
        for (Path table : TABLES) {
            if (!Files.exists(table)) {
                continue;
            }
            for (String line : Files.readAllLines(table)) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields.length > INODE && fields[LOCAL].endsWith(ending)) {
                    return Optional.of(fields[INODE]);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean holds(long pid, String link) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path file : files) {
                if (isLink(file, link)) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false; // the process has ended
        }
        return false;
    }

    private static boolean isLink(Path file, String link) {
        try {
            return Files.readSymbolicLink(file).toString().equals(link);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
