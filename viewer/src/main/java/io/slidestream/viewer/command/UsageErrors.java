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
        boolean unused = UnmatchedArgumentException.printSuggestions(e, err);
        String name = command.getCommandSpec().qualifiedName();
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

    /** Types as people call them. */
    private static String plain(String message) {
        return message.replaceAll("is not an? (double|float)", "is not a number")
                .replaceAll("is not an? (int|long|short)", "is not a whole number");
    }
}
