package io.slidestream.standalone.commands;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a reference that is made from the code, as docs/ keeps it. */
@Command
final class ReferenceOutput {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    void print(String markdown) {
        PrintWriter out = command.commandLine().getOut();
        out.print(markdown);
        out.flush();
    }
}
