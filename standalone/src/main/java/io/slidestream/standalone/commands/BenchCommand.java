package io.slidestream.standalone.commands;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        description = "Measures a part of the chain on this machine.",
        subcommands = {
            ReadBenchCommand.class,
            InferBenchCommand.class,
            PipelineBenchCommand.class,
            ViewerBenchCommand.class,
            CatalogBenchCommand.class,
            LedgerBenchCommand.class,
            SoakBenchCommand.class,
            ScaleBenchCommand.class,
            PanelsBenchCommand.class,
            AllBenchCommand.class
        })
public final class BenchCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "bench needs to know what: bench read SLIDE, bench infer MODEL, bench pipeline SLIDE, bench viewer DIR,"
                        + " bench catalog DIR, bench ledger DIR, bench soak DIR or bench all");
    }
}
