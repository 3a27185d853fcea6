package io.slidestream.standalone.commands;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slidestream.standalone.pipeline.Components;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "version",
        description =
                "Prints the version of Slidestream and of what it is made of: put it into every report of a fault.")
public final class VersionCommand implements Callable<Integer> {
    @Option(names = "--json", description = "One JSON object, for programs.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Map<String, String> versions = Components.versions();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(versions));
        } else {
            versions.forEach((name, version) -> out.printf("%-17s %s%n", name, version));
        }
        out.flush();
        return 0;
    }
}
