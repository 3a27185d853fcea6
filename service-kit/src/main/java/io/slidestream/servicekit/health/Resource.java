package io.slidestream.servicekit.health;

import java.util.Optional;
import java.util.function.Supplier;

/** Something that needs no start: it is closed with the service, and may be in trouble meanwhile. */
public final class Resource implements Component {
    private final String name;
    private final Supplier<Optional<String>> trouble;
    private final Runnable closing;

    /** @param trouble what keeps it from working at the moment, if anything */
    public Resource(String name, Supplier<Optional<String>> trouble, Runnable closing) {
        this.name = name;
        this.trouble = trouble;
        this.closing = closing;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Health check() {
        return trouble.get().map(Health::troubled).orElseGet(Health::ready);
    }

    @Override
    public void close() {
        closing.run();
    }
}
