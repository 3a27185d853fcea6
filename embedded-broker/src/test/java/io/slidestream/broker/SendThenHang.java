package io.slidestream.broker;

import java.nio.file.Path;

/** A process to be killed: sends one record, says so, and waits for its maker to end. */
final class SendThenHang {
    private SendThenHang() {}

    public static void main(String[] args) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]));
        Records.createTopic(broker, "letters");
        Records.send(broker, "letters", "before the kill");
        System.out.println("sent");
        int unused = System.in.read();
    }
}
