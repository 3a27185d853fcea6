package io.slidestream.broker;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process to be killed: sends one record, says so, and waits. */
final class SendThenHang {
    private SendThenHang() {}

    public static void main(String[] args) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]));
        Records.createTopic(broker, "letters");
        Records.send(broker, "letters", "before the kill");
        System.out.println("sent");
        new CountDownLatch(1).await();
    }
}
