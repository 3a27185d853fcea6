package io.slidestream.standalone.commands;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.proving.panels.DashboardPicture;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "panels",
        description =
                "Draws dashboards of Grafana's as PNG, with what a Prometheus answers to their queries, and names the"
                        + " panels that have no data: to look at them without Grafana.")
final class PanelsBenchCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "DASHBOARD",
            description = "Files as in deploy/grafana/dashboards; the picture of each has its name.")
    private List<Path> dashboards = List.of();

    @Option(
            names = "--prometheus",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9090",
            description = "The Prometheus. Default: http://127.0.0.1:9090.")
    @SuppressWarnings("NullAway.Init") // has a default
    private URI prometheus;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "15",
            description = "For how long before now. Default: 15.")
    private int minutes;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = ".", description = "Where pictures go. Default: here.")
    @SuppressWarnings("NullAway.Init") // has a default
    private Path out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        if (minutes < 1 || minutes > 100_000) {
            throw new UsageException("--minutes must be in 1..100000, was " + minutes);
        }
        if (prometheus.getHost() == null) {
            throw new UsageException("--prometheus must be a URL like http://127.0.0.1:9090, was " + prometheus);
        }
        try {
            Files.createDirectories(out);
            DashboardPicture pictures = new DashboardPicture(prometheus, Duration.ofMinutes(minutes));
            for (Path dashboard : dashboards) {
                String name = dashboard.getFileName().toString().replaceFirst("\\.json$", "") + ".png";
                List<String> empty = pictures.draw(dashboard, out.resolve(name));
                command.commandLine()
                        .getOut()
                        .println(out.resolve(name) + (empty.isEmpty() ? "" : "  no data: " + String.join("; ", empty)));
            }
            return 0;
        } catch (IOException e) {
            throw new UsageException("the dashboards cannot be drawn: " + FileFault.words(e));
        }
    }
}
