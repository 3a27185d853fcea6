package io.slidestream.proving.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** What holds after any sequence of faults. */
enum Guarantee {
    EVERY_SLIDE_HAS_ITS_MAP(Guarantee::unmapped),
    LEDGERS_BALANCE(Guarantee::unbalanced),
    BYTES_EQUAL_UNDISTURBED(Guarantee::different),
    NOTHING_TWICE(Guarantee::twice),
    NOTHING_WAITS_FOR_EVER(Evidence::pending),
    HEALTH_TELLS_THE_TRUTH(Evidence::untruths);

    /** Files that depend on the pixels and the network alone: the others name their slide. */
    private static final List<String> COMPARED = List.of("tiles.csv", "tumor-map.png");

    private static final ObjectMapper JSON = new ObjectMapper();

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final Function<Evidence, List<String>> question;

    Guarantee(Function<Evidence, List<String>> question) {
        this.question = question;
    }

    /** What speaks against it, for people; empty if it holds. */
    List<String> violations(Evidence evidence) {
        return question.apply(evidence);
    }

    private static List<String> unmapped(Evidence evidence) {
        return evidence.slides().keySet().stream()
                .filter(slide -> !isMapped(evidence, slide))
                .sorted()
                .map(slide -> slide + " has no map")
                .toList();
    }

    private static List<String> unbalanced(Evidence evidence) {
        List<String> faults = new ArrayList<>(ofMapped(evidence, (slide, undisturbed) -> {
            JsonNode ledger =
                    JSON.readTree(evidence.file(slide, "summary.json").toFile()).path("ledger");
            long expected = ledger.path("expected").asLong(-1);
            long scored = ledger.path("scored").asLong(-2);
            return expected == scored
                    ? List.of()
                    : List.of("of " + slide + " " + scored + " of " + expected + " tiles are scored");
        }));
        if (evidence.deadLetters() > 0) {
            faults.add(evidence.deadLetters() + " records are dead letters");
        }
        return faults;
    }

    private static List<String> different(Evidence evidence) {
        return ofMapped(evidence, (slide, undisturbed) -> {
            List<String> faults = new ArrayList<>();
            for (String file : COMPARED) {
                if (Files.mismatch(evidence.file(slide, file), evidence.file(undisturbed, file)) >= 0) {
                    faults.add(file + " of " + slide + " differs from that of " + undisturbed);
                }
            }
            return faults;
        });
    }

    private static List<String> twice(Evidence evidence) {
        List<String> faults = new ArrayList<>(ofMapped(evidence, (slide, undisturbed) -> {
            List<String> rows = Files.readAllLines(evidence.file(slide, "tiles.csv"));
            Set<String> distinct = new HashSet<>(rows);
            return distinct.size() == rows.size()
                    ? List.of()
                    : List.of("tiles.csv of " + slide + " has " + (rows.size() - distinct.size()) + " rows twice");
        }));
        try (Stream<Path> folders = Files.list(evidence.results())) {
            folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.startsWith(".")
                            && !evidence.slides().containsKey(name)
                            && !evidence.slides().containsValue(name))
                    .sorted()
                    .forEach(name -> faults.add("there is a result " + name + ", and no such slide"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return faults;
    }

    private interface Question {
        List<String> of(String slide, String undisturbed) throws IOException;
    }

    private static List<String> ofMapped(Evidence evidence, Question question) {
        BiFunction<String, String, List<String>> asking = (slide, undisturbed) -> {
            try {
                return question.of(slide, undisturbed);
            } catch (IOException e) {
                return List.of("the map of " + slide + " cannot be read: " + e);
            }
        };
        return evidence.slides().entrySet().stream()
                .filter(slide -> isMapped(evidence, slide.getKey()))
                .flatMap(slide -> asking.apply(slide.getKey(), slide.getValue()).stream())
                .sorted()
                .toList();
    }

    private static boolean isMapped(Evidence evidence, String slide) {
        return Files.exists(evidence.file(slide, "summary.json"));
    }
}
