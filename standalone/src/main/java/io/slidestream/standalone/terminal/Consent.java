package io.slidestream.standalone.terminal;

import java.io.Console;
import java.util.Locale;

/** Somebody's agreement to more work than usual. */
@FunctionalInterface
public interface Consent {
    /** Consent that was given with the command. */
    Consent GIVEN = question -> {};

    /**
     * Returns if it is given.
     *
     * @param question what would be done, without the question whether to
     * @throws UsageException if it is not
     */
    void ask(String question);

    /** Asks at the terminal; where nobody is at one, what asks has not consented. */
    static Consent atTerminal() {
        Console console = System.console();
        return console == null ? missing() : question -> ask(console, question);
    }

    /** Consent of nobody. */
    static Consent missing() {
        return question -> {
            throw new UsageException(question + ". If that is meant, add --yes");
        };
    }

    private static void ask(Console console, String question) {
        String answer = console.readLine("%s. Go on? [y/N] ", Printable.lines(question));
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new UsageException("nothing was begun; check the resolution, which --mpp corrects");
        }
    }
}
