package io.slidestream.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class SlideStatesViewTest {
    @Test
    void boardThatCannotBeRead_leavesNoConsumerBehind() {
        MockConsumer<byte[], byte[]> without = new MockConsumer<>("earliest");
        assertThatThrownBy(() -> SlideStatesView.read(() -> without))
                .isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(without.closed()).isTrue();

        MockConsumer<byte[], byte[]> away = new MockConsumer<>("earliest") {
            @Override
            public synchronized java.util.List<org.apache.kafka.common.PartitionInfo> partitionsFor(String topic) {
                throw new TimeoutException("no broker");
            }
        };
        assertThatThrownBy(() -> SlideStatesView.read(() -> away)).hasMessage("no broker");
        assertThat(away.closed()).isTrue();
    }
}
