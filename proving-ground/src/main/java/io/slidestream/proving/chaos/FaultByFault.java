package io.slidestream.proving.chaos;

import io.slidestream.proving.processes.ServiceFailure;
import io.slidestream.proving.processes.ServiceKind;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/*
 * What a lab wants to know of a fault is how long a slide waits because of it. So one is dropped as the fault begins, and the time
 * until its map is there is all that is measured; what an undisturbed slide takes is told beside it. Faults that the chain bridges
 * by itself show as maps that are there before the fault is over.
 */
/** Lets each kind of fault happen once, alone, and tells how long a slide takes that arrives as it begins. */
public final class FaultByFault {
    private static final Duration LOOK = Duration.ofMillis(50);
    /** Longer than a client waits for an answer (30 s), so that a broker that is silent is missed. */
    private static final Duration BROKER_HELD = Duration.ofSeconds(40);
    /** As long as a supervisor takes to notice. */
    private static final Duration SERVICE_HELD = Duration.ofSeconds(5);

    private static final String UNDISTURBED = "undisturbed";

    private final Path folder;
    private final Path model;
    private final int brokers;
    private final List<Fault> faults;
    private final Consumer<String> out;

    /**
     * @param folder new or empty; maps and logs stay in it
     * @param only labels of faults; empty for all that so many brokers can have
     * @param out told each as it ends, and the verdict
     * @throws IllegalArgumentException for a label that no such fault has
     */
    public FaultByFault(Path folder, Path model, int brokers, List<String> only, Consumer<String> out) {
        this.folder = folder;
        this.model = model;
        this.brokers = brokers;
        this.out = out;
        List<String> known = Fault.of(brokers).map(Fault::label).toList();
        for (String label : only) {
            if (!known.contains(label)) {
                throw new IllegalArgumentException(
                        "no fault is named '" + label + "', they are " + String.join(", ", known));
            }
        }
        faults = Fault.of(brokers)
                .filter(fault -> only.isEmpty() || only.contains(fault.label()))
                .toList();
    }

    /** Returns whether every slide got its map, with the same bytes. */
    public boolean run() throws IOException, InterruptedException {
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(2000, 1500).mpp(0.5).write(slide);
        Map<String, String> slides = new HashMap<>();
        List<String> violations = new ArrayList<>();
        try (Field field = new Field(folder, model, brokers, note -> out.accept("  " + note))) {
            mapped(field, slide, "first");
            slides.put("first", UNDISTURBED);
            out.accept(
                    String.format(Locale.ROOT, "undisturbed: a map after %.1f s", mapped(field, slide, UNDISTURBED)));
            out.accept("fault              lasts (s)  map after (s)  after its end (s)");
            for (Fault fault : faults) {
                Step step = new Step(fault, field.brokerInUse(), Duration.ZERO, held(fault));
                out.accept(waited(field, slide, step));
                slides.put(fault.label(), UNDISTURBED);
                String ended = field.endedByItself();
                if (ended != null) {
                    violations.add(ended);
                }
            }
            Evidence evidence = new Evidence(field.results(), slides, 0, List.of(), violations);
            for (Guarantee guarantee : Guarantee.values()) {
                guarantee.violations(evidence).forEach(said -> out.accept("FAILED: " + said));
                if (!guarantee.violations(evidence).isEmpty()) {
                    violations.add(guarantee.name());
                }
            }
        } catch (ServiceFailure | IllegalStateException e) {
            out.accept("FAILED: " + e.getMessage());
            return false;
        }
        return violations.isEmpty();
    }

    private static Duration held(Fault fault) {
        return switch (fault.target()) {
            case TILER, WORKER, AGGREGATOR -> SERVICE_HELD;
            case BUCKET, BROKERS, LEADERS -> BROKER_HELD;
        };
    }

    private static double mapped(Field field, Path slide, String name) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        field.drop(slide, name);
        Field.PATIENCE.until("the map of " + name, () -> field.mapped(name));
        return seconds(begun, System.nanoTime());
    }

    /** Returns the row of a fault. */
    private String waited(Field field, Path slide, Step step) throws IOException, InterruptedException {
        String name = step.fault().label();
        Fault.Effect effect = step.fault().effect();
        long begun = System.nanoTime();
        field.drop(slide, name);
        effect.strike(field, step);
        BooleanSupplier isMapped = () -> field.mapped(name);
        long mapped = 0;
        long until = begun + step.hold().toNanos();
        while (System.nanoTime() < until) {
            Thread.sleep(LOOK.toMillis());
            if (mapped == 0 && isMapped.getAsBoolean()) {
                mapped = System.nanoTime();
            }
        }
        effect.heal(field, step);
        long healed = System.nanoTime();
        if (mapped == 0) {
            Field.PATIENCE.until("the map of " + name, isMapped);
            mapped = System.nanoTime();
        }
        field.cluster().awaitHealed();
        for (ServiceKind kind : ServiceKind.values()) {
            Field.PATIENCE.until("a ready " + kind.label(), () -> field.ready(kind));
        }
        return String.format(
                Locale.ROOT,
                "%-17s  %9.1f  %13.1f  %17s",
                name,
                seconds(begun, healed),
                seconds(begun, mapped),
                mapped <= healed ? "-" : String.format(Locale.ROOT, "%.1f", seconds(healed, mapped)));
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
