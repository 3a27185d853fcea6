package io.slidestream.standalone.pipeline;

import ch.qos.logback.core.rolling.RollingPolicyBase;
import ch.qos.logback.core.rolling.RolloverFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Renames a full log to {@code .1}, that to {@code .2}, and so on. Logback's own policy takes the path for a pattern, in which a
 * folder's percent sign cannot be escaped.
 */
final class NumberedFiles extends RollingPolicyBase {
    private final Path file;
    private final int kept;

    NumberedFiles(Path file, int kept) {
        this.file = file;
        this.kept = kept;
    }

    @Override
    public void start() {
        super.start();
    }

    @Override
    public void rollover() {
        try {
            for (int i = kept; i >= 1; i--) {
                Path younger = i == 1 ? file : numbered(i - 1);
                if (Files.exists(younger)) {
                    Files.move(younger, numbered(i), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new RolloverFailure("the log cannot be renamed", e);
        }
    }

    @Override
    public String getActiveFileName() {
        return file.toString();
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
