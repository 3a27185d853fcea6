package io.slidestream.viewer.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes events to one browser. */
public final class EventSink {
    private final OutputStream out;
    private boolean written;

    EventSink(OutputStream out) {
        this.out = out;
    }

    /** @param data one line */
    public void send(String event, String data) throws IOException {
        write("event: " + event + "\ndata: " + data + "\n\n");
    }

    /** @param id what the browser sends back as Last-Event-ID when it comes again */
    public void send(String event, String id, String data) throws IOException {
        write("id: " + id + "\nevent: " + event + "\ndata: " + data + "\n\n");
    }

    /** A comment, by which both ends find out that the other is gone. */
    void signOfLife() throws IOException {
        write(":\n\n");
        flush();
    }

    /** Whether there was anything to send. */
    boolean flush() throws IOException {
        boolean sent = written;
        written = false;
        out.flush();
        return sent;
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        written = true;
    }
}
