package io.slidestream.viewer.command;

import picocli.CommandLine.Command;

/** Groups what is done with a catalog. */
@Command(
        name = "catalog",
        description = "Looks after the catalog, the database behind the viewer's list.",
        subcommands = {CatalogRebuildCommand.class, CatalogRetentionCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class CatalogCommand {}
