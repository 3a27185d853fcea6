package io.slidestream.networks.engine;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where one session of an engine computes.
 *
 * @param card as NVIDIA's driver counts them, from 0; 0 on a processor
 */
public record Place(Device device, int card) {
    public static final Place CPU = new Place(Device.CPU, 0);

    /** What {@link #listOf} takes, for people. */
    public static final String FORM = "cpu, cuda (the first card), or cards by number: cuda:0,cuda:1";

    private static final Pattern CARDS = Pattern.compile("cuda:\\d{1,3}(,cuda:\\d{1,3})*");

    /** The processor, or the first card. */
    static Place first(Device device) {
        return new Place(device, 0);
    }

    /**
     * The processor, the first card, or the cards named.
     *
     * @throws IllegalArgumentException if the text is none of these, or names a card twice
     */
    public static List<Place> listOf(String text) {
        if (Device.labels().contains(text)) {
            return List.of(first(Device.of(text)));
        }
        if (!CARDS.matcher(text).matches()) {
            throw new IllegalArgumentException("a device is " + FORM + "; was \"" + text + "\"");
        }
        List<Place> cards = Arrays.stream(text.split(",", -1))
                .map(card -> new Place(Device.CUDA, Integer.parseInt(card.substring("cuda:".length()))))
                .toList();
        if (cards.stream().distinct().count() < cards.size()) {
            throw new IllegalArgumentException("each card is named once, several sessions on one are --sessions"
                    + " (inference.sessions); was \"" + text + "\"");
        }
        return cards;
    }

    /** {@code cpu}, {@code cuda:1}. */
    @Override
    public String toString() {
        return device == Device.CPU ? device.label() : device.label() + ":" + card;
    }
}
