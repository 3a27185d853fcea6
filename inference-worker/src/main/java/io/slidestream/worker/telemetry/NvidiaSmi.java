package io.slidestream.worker.telemetry;

import io.slidestream.contracts.time.Ticks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks nvidia-smi about the GPUs, at most each ten seconds, on the thread that wants to know. Where it is missing or fails there
 * are no GPUs to tell of, which is said once. Safe for concurrent use.
 */
public final class NvidiaSmi {
    private static final List<String> COMMAND = List.of(
            "nvidia-smi",
            "--query-gpu=index,memory.used,memory.total,utilization.gpu",
            "--format=csv,noheader,nounits");
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Logger log = LoggerFactory.getLogger(NvidiaSmi.class);

    private final List<String> command;
    private final Ticks ticks;
    private List<Gpu> latest = List.of();
    private long askedAtNanos;
    private boolean asked;
    private boolean told;

    /** @param busy the share of its time in which it computed, 0 to 1; NaN where the driver does not say */
    record Gpu(int index, double usedBytes, double totalBytes, double busy) {}

    public NvidiaSmi() {
        this(COMMAND, Ticks.SYSTEM);
    }

    NvidiaSmi(List<String> command, Ticks ticks) {
        this.command = command;
        this.ticks = ticks;
    }

    synchronized List<Gpu> gpus() {
        long now = ticks.nanos();
        if (!asked || now - askedAtNanos >= FRESH.toNanos()) {
            asked = true;
            askedAtNanos = now;
            latest = ask();
        }
        return latest;
    }

    private List<Gpu> ask() {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return unknown("it did not answer within " + PATIENCE.toSeconds() + " s");
            }
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.exitValue() == 0 ? parsed(answer) : unknown("it ended with " + process.exitValue());
        } catch (IOException | NumberFormatException e) {
            return unknown(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private List<Gpu> unknown(String why) {
        if (!told) {
            told = true;
            log.warn("nvidia-smi cannot be asked, so there are no metrics of GPUs: {}", why);
        }
        return List.of();
    }

    /** Lines as "0, 1024, 81559, 37": MiB and percent. */
    private static List<Gpu> parsed(String answer) {
        List<Gpu> gpus = new ArrayList<>();
        for (String line : answer.lines().toList()) {
            String[] cells = line.split(",", -1);
            if (cells.length == 4) {
                gpus.add(new Gpu(
                        Integer.parseInt(cells[0].strip()),
                        number(cells[1]) * (1 << 20),
                        number(cells[2]) * (1 << 20),
                        number(cells[3]) / 100));
            }
        }
        return gpus;
    }

    private static double number(String cell) {
        String text = cell.strip();
        return text.startsWith("[") ? Double.NaN : Double.parseDouble(text); // as [N/A]
    }
}
