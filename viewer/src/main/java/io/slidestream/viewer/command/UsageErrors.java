package io.slidestream.viewer.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line in a few lines, since a page of help would push the reason out of the terminal. */
public final class UsageErrors implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException found, String[] args) {
        ParameterException e = cause(found);
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("slidestream: " + plain(String.valueOf(e.getMessage())));
        String name = command.getCommandSpec().qualifiedName();
        if (!UnmatchedArgumentException.printSuggestions(e, err)) {
            e.getCommandLine().getUnmatchedArguments().stream()
                    .limit(1)
                    .flatMap(typed -> command.getSubcommands().keySet().stream()
                            .filter(known -> letters(known).equals(letters(typed))))
                    .forEach(known -> err.println("Did you mean: " + name + " " + known + "?"));
        }
        String rest = command.getCommandSpec().positionalParameters().stream()
                .map(CommandLine.Model.ArgSpec::paramLabel)
                .collect(Collectors.joining(" "));
        err.println("Usage: " + name + (command.getSubcommands().isEmpty() ? " [OPTION …] " + rest : " COMMAND …"));
        err.println("All of it: " + name + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** An option that is misspelt is missing for that reason. */
    private static ParameterException cause(ParameterException e) {
        List<String> unknown = e.getCommandLine().getUnmatchedArguments();
        return e instanceof MissingParameterException && !unknown.isEmpty()
                ? new UnmatchedArgumentException(e.getCommandLine(), unknown)
                : e;
    }

    /** The letters of a word in the alphabet's order: those of two that were typed the wrong way round are alike. */
    private static String letters(String word) {
        return word.chars().sorted().mapToObj(Character::toString).collect(Collectors.joining());
    }

    /** Types as people call them. */
    private static String plain(String message) {
        return message.replaceAll("is not an? (double|float)", "is not a number")
                .replaceAll("is not an? (int|long|short)", "is not a whole number");
    }
}
