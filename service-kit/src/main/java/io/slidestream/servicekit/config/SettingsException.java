package io.slidestream.servicekit.config;

import java.util.List;

/** A configuration that cannot be used; the message lists every fault at once and is meant for people. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(List<String> faults) {
        super((faults.size() == 1
                        ? "The configuration has a fault:"
                        : "The configuration has " + faults.size() + " faults:")
                + "\n  - " + String.join("\n  - ", faults));
    }
}
