package io.slidestream.standalone.commands;

import io.slidestream.servicekit.run.Redaction;
import io.slidestream.standalone.pipeline.SlideStatus;
import io.slidestream.standalone.terminal.UsageException;
import java.util.List;
import java.util.stream.Collectors;

/** Finds a slide by what people call it. */
final class SlideNames {
    private static final int SHOWN = 10;

    private SlideNames() {}

    /**
     * @param name or location, the end of either, or what stands for it in redacted logs
     * @throws UsageException unless exactly one slide is meant
     */
    static SlideStatus find(String name, List<SlideStatus> slides) {
        List<SlideStatus> exact = slides.stream()
                .filter(slide -> slide.name().equals(name)
                        || slide.taken().location().equals(name)
                        || Redaction.id(slide.taken().location()).equals(name))
                .toList();
        List<SlideStatus> found = exact.isEmpty()
                ? slides.stream()
                        .filter(slide -> slide.name().endsWith("/" + name)
                                || slide.taken().location().endsWith("/" + name))
                        .toList()
                : exact;
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            throw new UsageException(
                    "no slide is named " + name + " among " + slides.size() + "; 'slidestream status' names them");
        }
        throw new UsageException(found.size() + " slides are named " + name + ": "
                + found.stream()
                        .limit(SHOWN)
                        .map(slide -> slide.taken().location())
                        .collect(Collectors.joining(", ")));
    }
}
