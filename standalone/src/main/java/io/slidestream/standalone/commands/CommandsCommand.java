package io.slidestream.standalone.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

@Command(name = "commands", description = "Prints every command with its options.")
public final class CommandsCommand implements Callable<Integer> {
    private static final String INTRODUCTION = """
            # Commands

            Every command of `./slidestream`, printed by `./slidestream commands`; `./slidestream help COMMAND` says the same of one.

            The exit status is 0 when all is done, 1 when something could not be done, as when a slide was rejected, 2 on wrong usage, and 3 when
            the launcher could not install or build what it needs.
            """;

    @Mixin
    private final ReferenceOutput output = new ReferenceOutput();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        output.print(markdown(spec.root().commandLine()));
        return 0;
    }

    static String markdown(CommandLine slidestream) {
        return INTRODUCTION
                + leaves(slidestream)
                        .filter(command -> !(command.getCommand() instanceof CommandLine.HelpCommand))
                        .map(CommandsCommand::section)
                        .collect(Collectors.joining());
    }

    /** The commands that do something: of bench its parts. */
    private static Stream<CommandLine> leaves(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? Stream.of(command)
                : command.getSubcommands().values().stream().flatMap(CommandsCommand::leaves);
    }

    private static String section(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        String name = spec.qualifiedName().replaceFirst("^slidestream ", "");
        List<String> rows = new ArrayList<>();
        for (PositionalParamSpec argument : spec.positionalParameters()) {
            rows.add(row(argument.paramLabel(), argument));
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden() && !option.usageHelp() && !option.versionHelp()) {
                rows.add(row(names(option), option));
            }
        }
        String table = rows.isEmpty() ? "" : "\n| | what |\n|---|---|\n" + String.join("", rows);
        return "\n## " + name + "\n\n" + sentence(spec.usageMessage().description()) + "\n\n    " + synopsis(command)
                + "\n" + table;
    }

    /** Formats the synopsis on one line, without the options that every command has. */
    private static String synopsis(CommandLine command) {
        Help help = new Help(command.getCommandSpec(), Help.defaultColorScheme(Help.Ansi.OFF));
        return help.abbreviatedSynopsis().strip();
    }

    private static String names(OptionSpec option) {
        String parameter = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        return String.join(", ", option.names()) + parameter;
    }

    private static String row(String name, ArgSpec argument) {
        return "| `" + name.replace("|", "\\|") + "` | " + description(argument).replace("|", "\\|") + " |\n";
    }

    private static String description(ArgSpec argument) {
        List<String> candidates = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(candidates::add);
        }
        return sentence(argument.description()).replace("${COMPLETION-CANDIDATES}", String.join(", ", candidates));
    }

    private static String sentence(String[] description) {
        return String.join(" ", description)
                .replaceAll("%n", " ")
                .replace("%%", "%")
                .strip();
    }
}
