package io.slidestream.proving.chaos;

import io.slidestream.contracts.Topic;
import io.slidestream.proving.processes.ServiceFailure;
import io.slidestream.proving.processes.ServiceKind;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Lets a sequence of faults happen to services and brokers of its own while slides arrive. */
final class FieldTrial implements Trial {
    private static final Duration BETWEEN_SLIDES = Duration.ofSeconds(5);
    /** As many wait for their maps at most, so that a slow machine is done soon after the last fault. */
    private static final int MOST_WAITING = 4;
    /** Without a tile that is scored. */
    private static final Duration STANDSTILL = Duration.ofMinutes(5);
    /** Even if tiles are scored: they may be the same again and again. */
    private static final Duration SETTLED = Duration.ofMinutes(30);

    private static final long LOOK_MILLIS = 100;

    /** Sizes in pixels; slides take turns. */
    private static final List<int[]> SIZES = List.of(new int[] {2000, 1500}, new int[] {4500, 3500});

    private final Path model;
    private final int brokers;
    private final Consumer<String> told;

    /** @param told the history as it happens */
    FieldTrial(Path model, int brokers, Consumer<String> told) {
        this.model = model;
        this.brokers = brokers;
        this.told = told;
    }

    @Override
    public Outcome run(List<Step> steps, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (PrintWriter history =
                new PrintWriter(Files.newBufferedWriter(folder.resolve("history.txt"), StandardCharsets.UTF_8), true)) {
            return new Course(folder, line -> {
                        history.println(line);
                        told.accept(line);
                    })
                    .run(steps);
        }
    }

    /** One run from its undisturbed slides to the verdict. */
    private final class Course {
        private final Path folder;
        private final Consumer<String> history;
        private final List<Path> sources = new ArrayList<>();
        private final Map<String, String> slides = new HashMap<>();
        private final List<String> untruths = new ArrayList<>();
        private final Map<String, List<Double>> recoveries = new HashMap<>();
        private final List<Active> active = new ArrayList<>();
        private long begun = System.nanoTime();
        private long nextSlide;
        private Recovering recovering = Recovering.NOTHING;

        Course(Path folder, Consumer<String> history) {
            this.folder = folder;
            this.history = history;
        }

        Outcome run(List<Step> steps) throws IOException, InterruptedException {
            for (int[] size : SIZES) {
                Path source = folder.resolve("slide-" + sources.size() + ".svs");
                SyntheticSlide.builder().size(size[0], size[1]).mpp(0.5).write(source);
                sources.add(source);
            }
            try (Field field = new Field(folder, model, brokers, this::note)) {
                for (int i = 0; i < sources.size(); i++) {
                    String name = undisturbed(i);
                    field.drop(sources.get(i), name);
                    Field.PATIENCE.until("the map of " + name, () -> field.mapped(name));
                }
                begun = System.nanoTime();
                nextSlide = begun;
                for (Step step : steps) {
                    await(field, System.nanoTime() + step.pause().toNanos());
                    healWhatCollides(field, step);
                    strike(field, step);
                }
                while (!active.isEmpty()) {
                    await(field, active.get(0).until());
                }
                return verdict(field);
            } catch (ServiceFailure | IllegalStateException e) {
                return new Outcome(slides.size(), List.of("the trial broke off: " + e.getMessage()), recoveries);
            }
        }

        private void strike(Field field, Step step) throws IOException, InterruptedException {
            note(step.label() + " for " + step.hold().toMillis() / 1e3 + " s");
            recovering = Recovering.NOTHING;
            Fault.Effect effect = step.fault().effect();
            effect.strike(field, step);
            active.add(new Active(step, effect, System.nanoTime() + step.hold().toNanos()));
            active.sort((a, b) -> Long.compare(a.until(), b.until()));
        }

        private void healWhatCollides(Field field, Step step) throws IOException, InterruptedException {
            for (Active one : List.copyOf(active)) {
                if (one.step().fault().target().collidesWith(step.fault().target())) {
                    heal(field, one);
                }
            }
            if (step.fault().target() == Fault.Target.LEADERS || step.fault().target() == Fault.Target.BROKERS) {
                field.cluster().awaitHealed(); // with one broker away the other two have a majority
            }
        }

        private void heal(Field field, Active one) throws IOException, InterruptedException {
            active.remove(one);
            one.effect().heal(field, one.step());
            note(one.step().label() + " is over");
            boolean progressed = field.progressed();
            recovering = active.isEmpty() && (progressed || !isQuiet(field))
                    ? new Recovering(one.step().fault().label(), one.effect(), System.nanoTime())
                    : Recovering.NOTHING;
        }

        private boolean isQuiet(Field field) {
            return waiting(field) == 0;
        }

        private long waiting(Field field) {
            return slides.keySet().stream()
                    .filter(slide -> !field.mapped(slide))
                    .count();
        }

        /** Drops slides, ends faults and looks at recoveries until a time has come. */
        private void await(Field field, long until) throws IOException, InterruptedException {
            do {
                if (System.nanoTime() >= nextSlide && waiting(field) < MOST_WAITING) {
                    int kind = slides.size() % sources.size();
                    String name = String.format(Locale.ROOT, "s%03d", slides.size());
                    field.drop(sources.get(kind), name);
                    slides.put(name, undisturbed(kind));
                    nextSlide = System.nanoTime() + BETWEEN_SLIDES.toNanos();
                }
                while (!active.isEmpty() && active.get(0).until() <= System.nanoTime()) {
                    heal(field, active.get(0));
                }
                String ended = field.endedByItself();
                if (ended != null) {
                    note(ended);
                    untruths.add(ended);
                }
                lookAtRecovery(field);
                Thread.sleep(LOOK_MILLIS);
            } while (System.nanoTime() < until);
        }

        private void lookAtRecovery(Field field) {
            Fault.Effect effect = recovering.effect();
            if (effect != null && effect.recovered(field)) {
                double seconds = (System.nanoTime() - recovering.since()) / 1e9;
                recoveries
                        .computeIfAbsent(recovering.fault(), fault -> new ArrayList<>())
                        .add(seconds);
                note(String.format(Locale.ROOT, "works again %.1f s after %s", seconds, recovering.fault()));
                recovering = Recovering.NOTHING;
            }
        }

        private Outcome verdict(Field field) throws IOException, InterruptedException {
            field.cluster().awaitHealed();
            note("all is healed, " + slides.size() + " slides were dropped");
            List<String> pending = new ArrayList<>();
            pending.addAll(inVain("all maps", () -> isQuiet(field), field));
            for (ServiceKind kind : ServiceKind.values()) {
                pending.addAll(inVain("a ready " + kind.label(), () -> field.ready(kind), field));
            }
            pending.addAll(inVain(
                    "workers without blocks in hand",
                    () -> field.metric(ServiceKind.WORKER, "slidestream_blocks_in_flight") == 0,
                    field));
            pending.addAll(inVain(
                    "a tiler that waits for no slide",
                    () -> field.metric(ServiceKind.TILER, "slidestream_slide_states{state=\"tiled\"")
                                    + field.metric(ServiceKind.TILER, "slidestream_slide_states{state=\"submitted\"")
                            == 0,
                    field));
            Evidence evidence = new Evidence(field.results(), slides, deadLetters(field), pending, untruths);
            List<String> violations = new ArrayList<>();
            for (Guarantee guarantee : Guarantee.values()) {
                guarantee.violations(evidence).forEach(said -> {
                    String violation = guarantee.name().toLowerCase(Locale.ROOT).replace('_', '-') + ": " + said;
                    note(violation);
                    violations.add(violation);
                });
            }
            return new Outcome(slides.size(), violations, recoveries);
        }

        private List<String> inVain(String what, BooleanSupplier holds, Field field) throws InterruptedException {
            long since = System.nanoTime();
            long progress = since;
            while (true) {
                String ended = field.endedByItself();
                if (ended != null) {
                    note(ended);
                    untruths.add(ended);
                }
                lookAtRecovery(field);
                if (holds.getAsBoolean()) {
                    return List.of();
                }
                long now = System.nanoTime();
                if (field.progressed()) {
                    progress = now;
                }
                if (now - progress > STANDSTILL.toNanos() || now - since > SETTLED.toNanos()) {
                    return List.of("waited " + Duration.ofNanos(now - since).toSeconds() + " s in vain for " + what);
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }

        private void note(String text) {
            history.accept(String.format(Locale.ROOT, "%6.1f s  %s", (System.nanoTime() - begun) / 1e9, text));
        }
    }

    private static long deadLetters(Field field) throws InterruptedException {
        var admin = field.cluster().admin().client();
        try {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            admin.describeTopics(List.of(Topic.DEAD_LETTERS))
                    .allTopicNames()
                    .get()
                    .values()
                    .forEach(topic -> topic.partitions()
                            .forEach(partition -> ends.put(
                                    new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest())));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("dead letters cannot be counted: " + e.getCause(), e);
        }
    }

    private static String undisturbed(int size) {
        return "undisturbed-" + size;
    }

    private record Active(Step step, Fault.Effect effect, long until) {}

    private record Recovering(String fault, Fault.@org.jspecify.annotations.Nullable Effect effect, long since) {
        static final Recovering NOTHING = new Recovering("", null, 0);
    }
}
