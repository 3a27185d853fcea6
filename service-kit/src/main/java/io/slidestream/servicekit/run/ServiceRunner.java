package io.slidestream.servicekit.run;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.config.SettingsException;
import io.slidestream.servicekit.config.SettingsReader;
import io.slidestream.servicekit.config.SettingsReference;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.health.Version;
import io.slidestream.servicekit.telemetry.ProcessMetrics;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one service as a process of its own: settings, HTTP endpoint, components, then until a signal or a failed
 * component ends it. Exit status: 2 for a configuration that cannot be used, 1 for a failure, 143 after SIGTERM.
 */
public final class ServiceRunner {
    /** Kubernetes kills 30 s after SIGTERM. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(25);

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(ServiceRunner.class);

    private final String serviceName;
    private final ConfigDef definition;
    private final Wiring wiring;

    ServiceRunner(String serviceName, ConfigDef definition, Wiring wiring) {
        this.serviceName = serviceName;
        this.definition = definition;
        this.wiring = wiring;
    }

    /** Ends the JVM. {@code args}: at most the path of a properties file, or --help, or --version. */
    public static void main(String serviceName, ConfigDef definition, String[] args, Wiring wiring) {
        OwnTempFolder.use();
        ServiceRunner runner = new ServiceRunner(serviceName, definition, wiring);
        System.exit(runner.run(List.of(args), System.getenv(), System.out, System.err));
    }

    int run(List<String> args, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (args.equals(List.of("--help"))) {
            out.print(usage() + SettingsReference.plain(definition));
            return 0;
        }
        if (args.equals(List.of("--version"))) {
            out.println(serviceName + " " + Version.ofSlidestream());
            return 0;
        }
        if (args.size() > 1 || (args.size() == 1 && args.get(0).startsWith("-"))) {
            err.print(usage());
            return 2;
        }
        String configured = args.isEmpty() ? environment.getOrDefault(SettingsReader.CONFIG_VARIABLE, "") : args.get(0);
        try {
            return run(Settings.load(definition, configured.isBlank() ? null : Path.of(configured), environment));
        } catch (SettingsException e) {
            err.println(serviceName + ": " + e.getMessage());
            return 2;
        } catch (StartupException e) {
            err.println(serviceName + ": " + e.getMessage());
            return 1;
        }
    }

    private int run(Settings settings) {
        if (settings.flag(CommonSettings.LOG_REDACT)) {
            NameKey key = settings.secret(CommonSettings.LOG_REDACT_KEY)
                    .map(NameKey::of)
                    .orElseGet(NameKey::random);
            RedactedLogs.install(Redaction.of(settings.texts(), key));
        }
        log.info("{} {} starts with {}", serviceName, Version.ofSlidestream(), settings);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        CountDownLatch ended = new CountDownLatch(1);
        try (ProcessMetrics processMetrics = ProcessMetrics.bindTo(metrics, serviceName);
                OpsEndpoint endpoint = OpsEndpoint.start(settings.address(CommonSettings.HTTP_ADDRESS), metrics);
                ShutdownHook hook = ShutdownHook.add(serviceName, () -> {
                    endpoint.drain();
                    ended.countDown();
                })) {
            Service service = new Service(serviceName, wiring.wire(settings, metrics), DRAIN_TIMEOUT);
            endpoint.serve(service);
            try (service) {
                service.start();
                log.info("{} is up; health and metrics at {}", serviceName, endpoint.uri());
                return watch(service, ended);
            }
        } catch (SettingsException | StartupException e) {
            throw e;
        } catch (ConfigException e) {
            throw new SettingsException(List.of(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (Exception e) {
            log.error("{} cannot start", serviceName, e);
            return 1;
        }
    }

    private int watch(Service service, CountDownLatch ended) throws InterruptedException {
        while (!ended.await(CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            Health health = service.check();
            if (health.state() == Health.State.FAILED) {
                log.error("{} failed and ends, to be restarted: {}", serviceName, health.detail());
                return 1;
            }
        }
        return 0;
    }

    private String usage() {
        return "Usage: " + serviceName + " [FILE.properties | --help | --version]\n"
                + "Settings come from the file (or the one named by SLIDESTREAM_CONFIG) and from environment variables,\n"
                + "which win: SLIDESTREAM_ and the key in upper case with _ for each dot. Any Kafka client property may\n"
                + "be given with the prefix 'kafka.'.\n\n";
    }
}
