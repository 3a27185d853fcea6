package io.slidestream.contracts;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Facts that the tiler learnt of a slide and that nothing is reckoned with: a map's files tell them.
 *
 * @param notes what a reader of the map must know, in sentences
 * @param bounds the scanned part of the slide where its format names one; QuPath and others show this part alone
 * @param mppSource where the microns per pixel are from, in words; empty where that is not known
 * @param inkShare share of the slide's area that was left out as pen marks and black borders, in 0..1
 */
public record SlideFacts(List<String> notes, @Nullable Level0Region bounds, String mppSource, double inkShare) {
    /** Nothing to tell. */
    public static final SlideFacts NONE = new SlideFacts(List.of(), null, "", 0);

    public SlideFacts {
        Checks.inRange("number of notes", notes.size(), 0, Limits.NOTES);
        notes = notes.stream().map(Checks::cut).toList();
        Checks.inRange("length of mppSource", mppSource.length(), 0, Limits.NAME);
        if (!(inkShare >= 0 && inkShare <= 1)) {
            throw new IllegalArgumentException("inkShare must be in 0..1, was " + inkShare);
        }
    }

    /** The place of the pictures that QuPath shows of the slide; empty where it shows the whole. */
    public Optional<Level0Region> frame() {
        return Optional.ofNullable(bounds);
    }
}
