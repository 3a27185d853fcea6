package io.slidestream.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    @TempDir
    Path folder;

    @Test
    void recordsOutliveTheBroker() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            Records.createTopic(broker, "letters");
            Records.send(broker, "letters", "one");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            Records.send(broker, "letters", "two");

            assertThat(Records.consume(broker, "letters", 2)).containsExactly("one", "two");
            assertThat(broker.fault()).isEmpty();
        }
    }

    @Test
    void brokerThatNobodyUses_writesNothing() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            Records.createTopic(broker, "letters");
            long before = Records.metadataEnd(broker);
            Records.awaitNothing(broker, "letters", Duration.ofMillis(1_600));

            assertThat(Records.metadataEnd(broker))
                    .as("the log of the metadata, which wakes a dozen threads with each record")
                    .isEqualTo(before);
        }
    }

    @Test
    void recordsOutliveAKilledProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SendThenHang.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("sent");
            assertThatThrownBy(() -> EmbeddedBroker.start(folder))
                    .isInstanceOf(BrokerException.class)
                    .hasMessage("the folder " + folder
                            + " is in use by another Slidestream; end that one or choose another folder");
        } finally {
            process.destroyForcibly().waitFor();
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            assertThat(Records.consume(broker, "letters", 1)).containsExactly("before the kill");
        }
    }

    @Test
    void secondBrokerOnTheFolder_isRefused() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("in use");
            assertThat(broker.fault()).isEmpty();
        }
    }

    @Test
    void folderOfANewerKafka_isRefusedWithWhatToDo() throws Exception {
        format(MetadataVersion.latestTesting());

        assertThatThrownBy(() -> EmbeddedBroker.start(folder))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining(folder + " was made by a newer Slidestream")
                .hasMessageContaining("go on with that one, or choose another folder");
    }

    @Test
    void folderOfKafka42_isUsedAndKeepsItsFormat() throws Exception {
        format(MetadataVersion.IBP_4_2_IV1);

        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            Records.createTopic(broker, "letters");
            Records.send(broker, "letters", "again");

            assertThat(Records.shareTwice(broker, "letters")).containsExactly("again#1", "again#2");
            assertThat(Records.format(broker)).isEqualTo(MetadataVersion.IBP_4_2_IV1.featureLevel());
        }
    }

    private void format(MetadataVersion version) throws Exception {
        Path data = Files.createDirectories(folder.resolve("kafka"));
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerProperties.NODE_ID)
                .setReleaseVersion(version)
                .setUnstableFeatureVersionsEnabled(true)
                .setControllerListenerName(BrokerProperties.CONTROLLER)
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .run();
    }

    @Test
    void portThatSomebodyElseTookMeanwhile_isPassedOver() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            Iterator<Integer> ports =
                    List.of(taken.getLocalPort(), Ports.free()).iterator();
            try (EmbeddedBroker broker = EmbeddedBroker.start(folder, ports::next)) {
                assertThat(broker.bootstrapServers()).doesNotContain(":" + taken.getLocalPort());
            }
            assertThat(ports).isExhausted();
        }
    }

    @Test
    void takenPort_isNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, taken.getLocalPort()))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " of 127.0.0.1 is taken");
        }
    }

    @Test
    void shareGroup_getsARecordAgainThatWasReleased() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            Records.createTopic(broker, "letters");
            Records.send(broker, "letters", "again");

            assertThat(Records.shareTwice(broker, "letters")).containsExactly("again#1", "again#2");
        }
    }
}
