package io.slidestream.viewer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowClientsTest {
    @Test
    void clientThatTakesNothing_losesItsConnection_andTheThreadGoesOn() throws IOException {
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel channel = listener.accept();
                SlowClients slow = new SlowClients(Duration.ofMillis(200));
                OutputStream out = slow.guarding(to(channel))) {
            assertThatThrownBy(() -> out.write(new byte[1 << 26])).isInstanceOf(ClosedByInterruptException.class);
            assertThat(channel.isOpen()).isFalse();
            assertThat(client.isOpen()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void bytesArrive_whateverTheirNumber() throws IOException {
        byte[] bytes = new byte[(1 << 15) + 7];
        bytes[bytes.length - 1] = 9;
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        try (SlowClients slow = new SlowClients(Duration.ofMinutes(5));
                OutputStream out = slow.guarding(taken)) {
            out.write(bytes);
            out.write(3);
        }
        assertThat(taken.toByteArray()).startsWith(bytes).endsWith(9, 3);
    }

    private static OutputStream to(SocketChannel channel) {
        return new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                write(new byte[] {(byte) single}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer all = ByteBuffer.wrap(bytes, offset, length);
                while (all.hasRemaining()) {
                    channel.write(all);
                }
            }
        };
    }
}
