package io.slidestream.standalone.commands;

import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Output of the measurements of every bench command. */
final class BenchOutput {
    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there, too.")
    private @Nullable Path json;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    /** Writes the figures for scripts. */
    interface JsonFigures {
        void write(Path file) throws IOException;
    }

    /** Prints a remark beside the figures, such as what is measured next. */
    void remark(String line) {
        command.commandLine().getErr().println(line);
    }

    void print(String table, JsonFigures figures) {
        PrintWriter out = command.commandLine().getOut();
        out.print(table);
        out.flush();
        if (json != null) {
            try {
                figures.write(json);
            } catch (IOException e) {
                throw new UsageException("cannot write " + json + ": " + e.getMessage());
            }
        }
    }
}
