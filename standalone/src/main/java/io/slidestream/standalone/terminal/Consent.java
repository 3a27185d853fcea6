package io.slidestream.standalone.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
        return Terminal.isInteractive()
                ? of(new InputStreamReader(System.in, StandardCharsets.UTF_8), Terminal.standard())
                : missing();
    }

    /** Asks on the terminal, and takes a line for the answer. */
    static Consent of(Reader answers, Terminal terminal) {
        BufferedReader lines = new BufferedReader(answers);
        return question -> {
            terminal.print(question + ". Go on? [y/N]");
            String answer = line(lines);
            if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
                throw new UsageException("nothing was begun; check the resolution, which --mpp corrects, or add --yes");
            }
        };
    }

    /** Consent of nobody. */
    static Consent missing() {
        return question -> {
            throw new UsageException(question + ". If that is meant, add --yes");
        };
    }

    private static @Nullable String line(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException e) {
            return null;
        }
    }
}
