package io.slidestream.catalog.people;

import io.slidestream.contracts.MapId;
import java.time.Instant;
import java.util.UUID;

/**
 * What a person says of a region of a slide. It never changes what the model said.
 *
 * @param map that was looked at
 * @param label name of a class, {@link #ARTEFACT} or {@link #NOT_SURE}
 * @param author name that the person gave
 */
public record Correction(
        UUID id,
        MapId map,
        String slideLocation,
        String slideName,
        Region region,
        String label,
        String comment,
        String author,
        Instant at) {
    public static final String ARTEFACT = "artefact";
    public static final String NOT_SURE = "not sure";

    public Correction {
        label = Texts.line("the label", label, Texts.NAME);
        comment = Texts.text("the comment", comment, Texts.COMMENT);
        author = Texts.line("who", author, Texts.NAME);
    }

    /** Whether the label is the name of a class. */
    public boolean namesClass() {
        return !label.equals(ARTEFACT) && !label.equals(NOT_SURE);
    }
}
