package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ChildTest {
    @Test
    void processThatStands_saysWhere() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (Child child =
                Child.program(List.of(java, "-cp", System.getProperty("java.class.path"), Standing.class.getName()))) {
            child.lineWith("standing");
            assertThatThrownBy(() -> child.exits(0, Duration.ofMillis(1)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("Full thread dump")
                    .hasMessageContaining("standsHere");
        }
    }

    static final class Standing {
        private Standing() {}

        public static void main(String[] arguments) {
            System.out.println("standing");
            standsHere();
        }

        private static void standsHere() {
            while (true) {
                LockSupport.park();
            }
        }
    }
}
