package io.slidestream.servicekit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.servicekit.Part;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.LostThreads;
import io.slidestream.servicekit.health.Schedules;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.TimeLimit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.internals.KafkaThread;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 60)
class ServiceTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private final List<String> diary = new CopyOnWriteArrayList<>();

    /** Ahead by a day, then a little back, then more. */
    @Test
    void serviceWhoseClockIsSetBack_hasFailed() {
        AtomicLong wall = new AtomicLong(1_000_000_000);
        try (Service service = new Service("test", List.of(), Duration.ofSeconds(5), wall::get)) {
            wall.addAndGet(86_400_000);
            assertThat(service.check()).isEqualTo(Health.ready());
            wall.addAndGet(-5_000);
            assertThat(service.check()).isEqualTo(Health.ready());
            wall.addAndGet(-3_600_000);
            assertThat(service.check().state()).isEqualTo(Health.State.FAILED);
            assertThat(service.check().detail()).contains("clock was set back by 3", "start again, nothing is lost");
        }
    }

    @Test
    void partsCloseInReverse_once() {
        Service service = service(LONG, new Part("a", diary), new Part("b", diary));

        service.start();
        service.close();
        service.close();

        assertThat(diary).containsExactly("start a", "start b", "close b", "close a");
    }

    @Test
    void partsOfAStage_startSideBySide_andTheNextAfterThem() {
        CountDownLatch both = new CountDownLatch(2);
        Service service = Service.inStages(
                "test", List.of(List.of(meeting("a", both), meeting("b", both)), List.of(new Part("c", diary))), LONG);

        service.start();
        service.close();

        assertThat(diary.subList(0, 2)).containsExactlyInAnyOrder("start a", "start b");
        assertThat(diary.subList(2, 6)).containsExactly("start c", "close c", "close b", "close a");
    }

    @Test
    void partOfAStageThatCannotStart_isReportedWhenAllOfItHaveEnded_andAllAreClosed() {
        CountDownLatch failed = new CountDownLatch(1);
        Part broken = new Part("a", diary) {
            @Override
            public void start() {
                failed.countDown();
                throw new StartupException("no disk");
            }
        };
        Service service = Service.inStages(
                "test", List.of(List.of(broken, meeting("b", failed)), List.of(new Part("c", diary))), LONG);

        assertThatThrownBy(service::start).isInstanceOf(StartupException.class).hasMessage("no disk");
        assertThat(diary).containsExactly("start b", "close c", "close b", "close a");
    }

    @Test
    void closingInTheMiddleOfAStage_interruptsAllOfIt() throws Exception {
        CountDownLatch never = new CountDownLatch(3);
        Service service = Service.inStages("test", List.of(List.of(meeting("a", never), meeting("b", never))), LONG);
        Thread starter = new Thread(() -> {
            try {
                service.start();
            } catch (IllegalStateException e) {
                diary.add(String.valueOf(e.getMessage()));
            }
        });
        starter.start();
        Await.until("both are starting", () -> never.getCount() == 1);

        service.close();
        starter.join();

        assertThat(diary).contains("interrupted", "close a", "close b");
    }

    /** Starts when as many as the latch counts are starting. */
    private Part meeting(String name, CountDownLatch latch) {
        return new Part(name, diary) {
            @Override
            public void start() {
                latch.countDown();
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("interrupted", e);
                }
                super.start();
            }
        };
    }

    @Test
    void partThatCannotStart_isClosedWithAllOthers() {
        Part broken = new Part("b", diary) {
            @Override
            public void start() {
                throw new StartupException("no disk");
            }
        };
        Service service = service(LONG, new Part("a", diary), broken, new Part("c", diary));

        assertThatThrownBy(service::start).isInstanceOf(StartupException.class).hasMessage("no disk");
        assertThat(diary).containsExactly("start a", "close c", "close b", "close a");
    }

    @Test
    void worstPartSpeaksForTheService() {
        Part a = new Part("a", diary);
        Part b = new Part("b", diary);
        Service service = service(LONG, a, b);
        assertThat(service.check()).isEqualTo(new Health(Health.State.STARTING, "a: not started yet"));

        service.start();
        assertThat(service.check()).isEqualTo(Health.ready());

        a.health = Health.troubled("slow");
        b.health = Health.failed(new IllegalStateException("gone"));
        assertThat(service.check())
                .isEqualTo(new Health(Health.State.FAILED, "b: java.lang.IllegalStateException: gone"));
        assertThat(service.checks()).containsEntry("a", Health.troubled("slow"));
        service.close();
    }

    @Test
    void checkThatThrows_isAFailure() {
        Part broken = new Part("a", diary) {
            @Override
            public Health check() {
                throw new IllegalStateException("gone");
            }
        };
        Service service = service(LONG, broken);
        service.start();

        assertThat(service.check().state()).isEqualTo(Health.State.FAILED);
        service.close();
    }

    /** As a thread of Kafka's clients may: nobody had it in hand. */
    @Test
    void threadThatDies_failsTheService_withItsCause() {
        Service service = service(LONG, new Part("a", diary));
        service.start();
        assertThat(service.check()).isEqualTo(Health.ready());

        Thread lost = new Thread(
                () -> {
                    throw new StackOverflowError("too deep");
                },
                "somebody's thread");
        lost.start();

        Await.await(() -> service.check().state() == Health.State.FAILED);
        assertThat(service.check().detail())
                .isEqualTo("thread somebody's thread ended: java.lang.StackOverflowError: too deep");
        service.close();
        try (Service next = service(LONG, new Part("b", diary))) {
            next.start();
            assertThat(next.check()).as("it is not its thread").isEqualTo(Health.ready());
        }
    }

    /** Kafka gives its threads a handler that only logs: a producer whose thread is gone takes records and sends none. */
    @Test
    void threadOfAClientOfKafkas_failsTheService() {
        Service service = service(LONG, new Part("a", diary));
        service.start();
        CountDownLatch over = new CountDownLatch(1);
        KafkaThread.daemon("kafka-producer-network-thread", () -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new OutOfMemoryError("Java heap space");
                })
                .start();
        assertThat(service.check()).isEqualTo(Health.ready());
        over.countDown();

        Await.await(() -> service.check().state() == Health.State.FAILED);
        assertThat(service.check().detail())
                .isEqualTo("thread kafka-producer-network-thread ended: java.lang.OutOfMemoryError: Java heap space");
        service.close();
    }

    /** As Kafka Streams does with what ended one of its threads. */
    @Test
    void threadThatIsReplaced_failsNothing() throws InterruptedException {
        Service service = service(LONG, new Part("a", diary));
        service.start();
        Thread replaced = new Thread(() -> {
            LostThreads.isReplaced();
            throw new IllegalStateException("no leader just now");
        });
        replaced.start();
        replaced.join();

        assertThat(service.check()).isEqualTo(Health.ready());
        service.close();
    }

    /** Java's own executors keep the exception for who asks, and nobody does. */
    @Test
    void recurringWorkThatEnds_failsTheService_andCancelledWorkDoesNot() {
        ScheduledExecutorService schedule = Schedules.daemon("sweeper", 1);
        Service service = service(LONG, new Part("a", diary));
        service.start();
        var cancelled = schedule.scheduleWithFixedDelay(() -> {}, 0, 1, TimeUnit.MILLISECONDS);
        cancelled.cancel(false);
        var unused = schedule.scheduleWithFixedDelay(
                () -> {
                    throw new IllegalStateException("no more");
                },
                0,
                1,
                TimeUnit.MILLISECONDS);

        Await.await(() -> service.check().state() == Health.State.FAILED);
        assertThat(service.check().detail())
                .isEqualTo("thread sweeper ended: java.lang.IllegalStateException: no more");
        service.close();
        schedule.shutdownNow();
    }

    @Test
    void partThatThrowsOnClose_doesNotKeepOthersOpen() {
        Part broken = new Part("b", diary) {
            @Override
            public void close() {
                throw new IllegalStateException("stuck");
            }
        };
        Service service = service(LONG, new Part("a", diary), broken);
        service.start();

        service.close();

        assertThat(diary).endsWith("close a");
    }

    @Test
    void partThatHangs_holdsCloseUpOnlyForTheDrainTimeout_andReadinessEndsAtOnce() throws InterruptedException {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Part hanging = new Part("a", diary) {
            @Override
            public void close() {
                closing.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        Service service = service(Duration.ofMillis(50), hanging);
        service.start();

        service.close();

        closing.await();
        assertThat(service.check()).isEqualTo(Health.troubled("draining"));
        never.countDown();
    }

    @Test
    void closeInterruptsAStartThatWaits() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        Part patient = new Part("a", diary) {
            @Override
            public void start() {
                waiting.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    diary.add("interrupted");
                    throw new StartupException("interrupted", e);
                }
            }
        };
        Service service = service(LONG, patient, new Part("b", diary));
        Thread starter = new Thread(() -> assertThatThrownBy(service::start).hasMessage("interrupted"));
        starter.start();
        waiting.await();

        service.close();

        starter.join();
        assertThat(diary).contains("interrupted", "close a").doesNotContain("start b");
    }

    private static Service service(Duration drainTimeout, Component... parts) {
        return new Service("test", List.of(parts), drainTimeout);
    }
}
