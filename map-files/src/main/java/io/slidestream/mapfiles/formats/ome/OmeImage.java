package io.slidestream.mapfiles.formats.ome;

import java.util.List;
import java.util.UUID;

/**
 * Metadata of an image.
 *
 * @param description for people
 * @param creator the program
 * @param pixelUm side of a pixel, that is of a cell, in micrometres
 */
public record OmeImage(
        UUID id,
        String name,
        String description,
        String creator,
        int width,
        int height,
        double pixelUm,
        List<OmeChannel> channels) {
    public OmeImage {
        channels = List.copyOf(channels);
        if (channels.isEmpty() || !(pixelUm > 0)) {
            throw new IllegalArgumentException(
                    "an image must have channels and pixelUm above 0, had " + channels.size() + " and " + pixelUm);
        }
    }
}
