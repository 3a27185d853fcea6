package io.slidestream.standalone.commands;

import io.slidestream.networks.engine.Symmetries;
import io.slidestream.standalone.terminal.UsageException;
import picocli.CommandLine.Option;

/** How many turned and mirrored forms of a tile are classified. */
final class SymmetriesOption {
    @Option(
            names = "--symmetries",
            paramLabel = "N",
            defaultValue = "1",
            description = "8: classify each tile in its eight turned and mirrored forms and take the mean of the"
                    + " probabilities, at eight times the cost. Maps made so have ids of their own. Default: 1.")
    private String symmetries = "1";

    /** @throws UsageException if it is no such number */
    int number() {
        try {
            return Symmetries.of(symmetries);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--symmetries must be one of " + Symmetries.labels() + ", was " + symmetries);
        }
    }
}
