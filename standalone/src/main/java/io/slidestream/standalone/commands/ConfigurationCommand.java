package io.slidestream.standalone.commands;

import io.slidestream.aggregator.config.AggregatorSettings;
import io.slidestream.servicekit.config.SettingsReference;
import io.slidestream.tiler.TilerSettings;
import io.slidestream.worker.config.InferenceSettings;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigDef;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "configuration",
        description = "Prints every setting of the three services, as they run in processes of their own.")
public final class ConfigurationCommand implements Callable<Integer> {
    private static final String INTRODUCTION = """
            # Configuration

            Every setting of the services, printed by `./slidestream configuration`.

            Each service reads a properties file (its first argument, or the one that `SLIDESTREAM_CONFIG` names) and environment
            variables, which win: `SLIDESTREAM_` and the key in upper case with `_` for each dot, as `SLIDESTREAM_HTTP_ADDRESS`. All
            faults are told at once, an unknown key is a fault, and the exit status is then 2.

            Any property of a Kafka client may be given with the prefix `kafka.`, as `kafka.security.protocol` or
            `kafka.sasl.jaas.config`; those that the guarantees rest on are refused. Durations are written `500ms`, `30s`, `10m` or
            `PT30S`.
            """;

    @Mixin
    private final ReferenceOutput output = new ReferenceOutput();

    @Override
    public Integer call() {
        output.print(markdown());
        return 0;
    }

    static String markdown() {
        return INTRODUCTION
                + section("tiler-service", TilerSettings.definition())
                + section("inference-worker", InferenceSettings.definition())
                + section("aggregator", AggregatorSettings.definition());
    }

    private static String section(String service, ConfigDef definition) {
        return "\n## " + service + "\n\n" + SettingsReference.markdown(definition);
    }
}
