package io.slidestream.viewer.command;

import ch.qos.logback.classic.Level;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.run.OwnTempFolder;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The viewer's own program: {@code slidestream view} without the rest of the product, so that it is there in a second. */
@Command(
        name = "slidestream",
        subcommands = {ViewCommand.class, CatalogCommand.class},
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT)
public final class ViewerMain {
    private ViewerMain() {}

    public static void main(String[] args) {
        OwnTempFolder.use();
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ViewerMain())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
    }

    private static int failed(Exception e, CommandLine command) throws Exception {
        if (e instanceof OptionException) {
            command.getErr().println("slidestream: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        if (e instanceof StartupException) {
            command.getErr().println("slidestream: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw e;
    }
}
