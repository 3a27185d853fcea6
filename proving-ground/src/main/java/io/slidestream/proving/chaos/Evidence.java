package io.slidestream.proving.chaos;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is left when all is healed and nothing more is to come.
 *
 * @param results the folder of the maps
 * @param slides names of those that were dropped, each with the name of the undisturbed one that has its pixels
 * @param deadLetters how many were written
 * @param pending what is in hand or waits at a service, for people; empty if nothing
 * @param untruths of the services' health, and of their lives: those that ended by themselves
 */
record Evidence(
        Path results, Map<String, String> slides, long deadLetters, List<String> pending, List<String> untruths) {
    Evidence {
        slides = Map.copyOf(slides);
        pending = List.copyOf(pending);
        untruths = List.copyOf(untruths);
    }

    Path file(String slide, String name) {
        return results.resolve(slide).resolve(name);
    }
}
