package io.slidestream.standalone;

import io.slidestream.broker.BrokerException;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.engine.DeviceUnavailableException;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.health.Version;
import io.slidestream.servicekit.run.OwnTempFolder;
import io.slidestream.slides.openslide.OpenSlideMissingException;
import io.slidestream.standalone.commands.BenchCommand;
import io.slidestream.standalone.commands.CommandsCommand;
import io.slidestream.standalone.commands.ConfigurationCommand;
import io.slidestream.standalone.commands.DemoCommand;
import io.slidestream.standalone.commands.DrillCommand;
import io.slidestream.standalone.commands.EvaluateCommand;
import io.slidestream.standalone.commands.ExportCommand;
import io.slidestream.standalone.commands.ForgetCommand;
import io.slidestream.standalone.commands.HarvestCommand;
import io.slidestream.standalone.commands.ImportCommand;
import io.slidestream.standalone.commands.InfoCommand;
import io.slidestream.standalone.commands.MetricsCommand;
import io.slidestream.standalone.commands.ModelsCommand;
import io.slidestream.standalone.commands.RenderCommand;
import io.slidestream.standalone.commands.ReportCommand;
import io.slidestream.standalone.commands.RetryCommand;
import io.slidestream.standalone.commands.RightsCommand;
import io.slidestream.standalone.commands.RunCommand;
import io.slidestream.standalone.commands.StatusCommand;
import io.slidestream.standalone.commands.SynthCommand;
import io.slidestream.standalone.commands.TestCommand;
import io.slidestream.standalone.commands.TrainCommand;
import io.slidestream.standalone.commands.VersionCommand;
import io.slidestream.standalone.commands.WatchCommand;
import io.slidestream.standalone.pipeline.Logs;
import io.slidestream.standalone.pipeline.PipelineFailure;
import io.slidestream.standalone.terminal.Printable;
import io.slidestream.viewer.command.CatalogCommand;
import io.slidestream.viewer.command.OptionException;
import io.slidestream.viewer.command.UsageErrors;
import io.slidestream.viewer.command.ViewCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The one command. */
@Command(
        name = "slidestream",
        description = "From a whole-slide image to its tumour map. Research software, no medical device.",
        subcommands = {
            RunCommand.class,
            WatchCommand.class,
            StatusCommand.class,
            RetryCommand.class,
            ForgetCommand.class,
            ViewCommand.class,
            CatalogCommand.class,
            ReportCommand.class,
            RenderCommand.class,
            HarvestCommand.class,
            DemoCommand.class,
            DrillCommand.class,
            InfoCommand.class,
            SynthCommand.class,
            BenchCommand.class,
            ImportCommand.class,
            ModelsCommand.class,
            TrainCommand.class,
            ExportCommand.class,
            EvaluateCommand.class,
            CommandsCommand.class,
            ConfigurationCommand.class,
            VersionCommand.class,
            MetricsCommand.class,
            RightsCommand.class,
            TestCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        versionProvider = Slidestream.Versions.class)
public final class Slidestream {
    private Slidestream() {}

    public static void main(String[] args) {
        OwnTempFolder.use();
        Logs.quiet();
        System.exit(commandLine().execute(args));
    }

    public static CommandLine commandLine() {
        return new CommandLine(new Slidestream())
                .setOut(Printable.writer(System.out))
                .setErr(Printable.writer(System.err))
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
    }

    private static int failed(Exception e, CommandLine command) throws Exception {
        if (e instanceof OptionException || e instanceof ModelBundleException) {
            command.getErr().println("slidestream: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        if (e instanceof PipelineFailure
                || e instanceof BrokerException
                || e instanceof StartupException
                || e instanceof DeviceUnavailableException
                || e instanceof OpenSlideMissingException) {
            command.getErr().println("slidestream: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw e;
    }

    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "slidestream " + Version.ofSlidestream() + ", Java " + System.getProperty("java.version")
            };
        }
    }
}
