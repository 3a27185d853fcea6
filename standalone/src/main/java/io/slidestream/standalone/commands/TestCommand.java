package io.slidestream.standalone.commands;

import io.slidestream.standalone.terminal.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stands in the help; the launcher runs it, since it builds what runs here. */
@Command(name = "test", description = "Installs what the tests need and runs all of them: mvn verify.")
public final class TestCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UsageException("'test' is run by the launcher: ./slidestream test");
    }
}
