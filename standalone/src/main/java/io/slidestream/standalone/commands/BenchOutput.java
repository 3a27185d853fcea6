package io.slidestream.standalone.commands;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Output of the measurements of every bench command. */
final class BenchOutput {
    private static final Path STANDARD_OUTPUT = Path.of("-");

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the figures there, too; -: print them instead of the table.")
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
        Path file = json;
        try {
            if (file != null && file.equals(STANDARD_OUTPUT)) {
                print(written(figures));
                return;
            }
            print(table);
            if (file != null) {
                figures.write(file);
            }
        } catch (IOException e) {
            throw new UsageException("cannot write " + file + ": " + FileFault.words(e));
        }
    }

    /** @throws UsageException if the figures could not be written at the end, which is to be known before they are measured */
    void check() {
        Path folder = json == null ? null : json.toAbsolutePath().getParent();
        if (json != null && (Files.isDirectory(json) || (folder != null && !Files.isDirectory(folder)))) {
            throw new UsageException("cannot write " + json + ": "
                    + (Files.isDirectory(json) ? "it is a folder" : folder + " is no folder"));
        }
    }

    private void print(String text) {
        PrintWriter out = command.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    private static String written(JsonFigures figures) throws IOException {
        Path file = Files.createTempFile("slidestream-bench", ".json");
        try {
            figures.write(file);
            return Files.readString(file) + System.lineSeparator();
        } finally {
            Files.delete(file);
        }
    }
}
