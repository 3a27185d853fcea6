package io.slidestream.slides.s3;

import java.nio.file.Path;

/**
 * Settings of the download of slides.
 *
 * @param folder of the cache, which the processes of a host may share
 * @param maxMebibytes of all slides in it
 * @param connections downloading at the same time in this process
 */
public record CacheSettings(Path folder, int maxMebibytes, int connections) {
    public static final int DEFAULT_MEBIBYTES = 20_480;
    public static final int DEFAULT_CONNECTIONS = 8;

    /**
     * Default settings, with a folder that outlives restarts, one for each user of the host: {@code
     * /var/tmp/slidestream-USER}.
     */
    public static final CacheSettings DEFAULT =
            new CacheSettings(defaultFolder(), DEFAULT_MEBIBYTES, DEFAULT_CONNECTIONS);

    public CacheSettings {
        if (maxMebibytes < 1) {
            throw new IllegalArgumentException("maxMebibytes must be positive, was " + maxMebibytes);
        }
        if (connections < 1) {
            throw new IllegalArgumentException("connections must be positive, was " + connections);
        }
    }

    long maxBytes() {
        return (long) maxMebibytes << 20;
    }

    private static Path defaultFolder() {
        return Path.of("/var/tmp", "slidestream-" + System.getProperty("user.name", "user"));
    }
}
