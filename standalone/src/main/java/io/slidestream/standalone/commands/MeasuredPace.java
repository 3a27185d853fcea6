package io.slidestream.standalone.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tiles a second that runs before this one had, kept in the data folder for each model and engine. */
final class MeasuredPace {
    /** Less than this says more of starting than of working. */
    private static final double LEAST_SECONDS = 10;

    private static final String NAME = "pace.properties";
    private static final Logger log = LoggerFactory.getLogger(MeasuredPace.class);

    private final Path file;
    private final String key;

    /** @param key names the model and what computes with it */
    MeasuredPace(Path data, String key) {
        this.file = data.resolve(NAME);
        this.key = key;
    }

    /** 0 where none is known. */
    double tilesPerSecond() {
        try {
            double known = Double.parseDouble(read().getProperty(key, "0"));
            return known > 0 && known < 1e9 ? known : 0;
        } catch (IOException | IllegalArgumentException e) {
            log.debug("no pace is known", e);
            return 0;
        }
    }

    /** Keeps the pace of a run, unless that was too short to have one. */
    void measured(long tiles, double seconds) {
        if (seconds < LEAST_SECONDS || tiles == 0) {
            return;
        }
        try {
            Properties all = read();
            all.setProperty(key, Double.toString(tiles / seconds));
            try (var out = Files.newBufferedWriter(file)) {
                all.store(out, "tiles a second");
            }
        } catch (IOException | IllegalArgumentException e) {
            log.warn("the pace of this run could not be kept: {}", e.toString());
        }
    }

    private Properties read() throws IOException {
        Properties all = new Properties();
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                all.load(in);
            }
        }
        return all;
    }
}
