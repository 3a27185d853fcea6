package io.slidestream.proving.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Description of the machine that figures were measured on. */
final class Machine {
    private Machine() {}

    static void describe(ObjectNode machine) {
        machine.put("processors", Runtime.getRuntime().availableProcessors())
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }
}
