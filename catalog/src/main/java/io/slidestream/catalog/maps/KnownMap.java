package io.slidestream.catalog.maps;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one map, by where it is known from. Immutable.
 *
 * @param shape null until the slide is tiled
 * @param told by topic slides
 * @param word of the ledger, by topic tumor-maps
 * @param found in the results folder
 * @param waiting handed in, and told by no topic yet
 */
public record KnownMap(
        MapId id,
        SlideVersion slide,
        SlideMap.@Nullable Shape shape,
        @Nullable Told told,
        @Nullable Word word,
        @Nullable Found found,
        @Nullable Waiting waiting) {
    /**
     * The tiler's decision.
     *
     * @param expectedTiles 0 where the slide was rejected
     * @param rejection null where it was tiled
     */
    public record Told(int attempt, long seenAtMillis, long expectedTiles, SlideMap.@Nullable Rejection rejection) {}

    /**
     * The ledger's latest figures.
     *
     * @param results URI of their folder; null while the map is open
     * @param takenAtMillis when it was read
     * @param whereabouts of the results, once the map is mapped
     */
    public record Word(
            int attempt,
            MapUpdated.State state,
            long expectedTiles,
            long scoredTiles,
            long rejectedTiles,
            @Nullable String results,
            long takenAtMillis,
            Whereabouts whereabouts) {
        Word of(Whereabouts other) {
            return new Word(attempt, state, expectedTiles, scoredTiles, rejectedTiles, results, takenAtMillis, other);
        }
    }

    /** Whether results that were written have been found. */
    public enum Whereabouts {
        /** Found, or not missed yet. */
        SOUGHT,
        /** A look through the whole results folder did not find them. */
        LOST
    }

    /**
     * The results that lie in a folder.
     *
     * @param tally null where the slide was rejected
     * @param areasMm2 by class in the model's order
     * @param unsureShare of the tissue; null where the summary does not say
     */
    public record Found(
            int attempt,
            Stamp stamp,
            long seenAtMillis,
            long writtenAtMillis,
            SlideMap.@Nullable Tally tally,
            SlideMap.@Nullable Rejection rejection,
            List<Double> areasMm2,
            @Nullable Double unsureShare) {
        // Written out: a compact constructor's parameters lose their annotations in the class file.
        public Found(
                int attempt,
                Stamp stamp,
                long seenAtMillis,
                long writtenAtMillis,
                SlideMap.@Nullable Tally tally,
                SlideMap.@Nullable Rejection rejection,
                List<Double> areasMm2,
                @Nullable Double unsureShare) {
            this.attempt = attempt;
            this.stamp = stamp;
            this.seenAtMillis = seenAtMillis;
            this.writtenAtMillis = writtenAtMillis;
            this.tally = tally;
            this.rejection = rejection;
            this.areasMm2 = List.copyOf(areasMm2);
            this.unsureShare = unsureShare;
        }
    }

    /** A summary as it was when it was read; one that has changed has another. */
    public record Stamp(Path folder, long millis, long size) {}

    /**
     * A slide in the tiler's queue, or before it.
     *
     * @param heldUp why it cannot be tiled yet, as while it is being copied; null where nothing holds it up
     */
    public record Waiting(
            int attempt, long seenAtMillis, @Nullable String heldUp) {}

    /** A map of which nothing is known but whose it is. */
    public static KnownMap of(MapId id, SlideVersion slide) {
        return new KnownMap(id, slide, null, null, null, null, null);
    }

    /** Whether nothing tells of it any more. */
    public boolean isForgotten() {
        return told == null && word == null && found == null && waiting == null;
    }

    public KnownMap with(SlideEvent event) {
        if (told != null && told.attempt() > event.attempt()) {
            return this;
        }
        if (event instanceof SlideTiled tiled) {
            return new KnownMap(
                    id,
                    slide,
                    new SlideMap.Shape(tiled.grid(), tiled.model(), tiled.vendor()),
                    new Told(tiled.attempt(), tiled.seenAtMillis(), tiled.expectedTiles(), null),
                    word,
                    found,
                    waiting);
        } else if (event instanceof SlideRejected rejected) {
            SlideMap.Rejection why = new SlideMap.Rejection(rejected.reason().label(), rejected.message());
            Told no = new Told(rejected.attempt(), rejected.seenAtMillis(), 0, why);
            return new KnownMap(id, slide, shape, no, word, found, waiting);
        }
        throw new AssertionError("no other event exists, was " + event);
    }

    public KnownMap with(MapUpdated update, long nowMillis) {
        if (word != null && word.attempt() > update.attempt()) {
            return this;
        }
        Word latest = new Word(
                update.attempt(),
                update.state(),
                update.expectedTiles(),
                update.scoredTiles(),
                update.rejectedTiles(),
                update.results(),
                nowMillis,
                Whereabouts.SOUGHT);
        return new KnownMap(id, slide, shape, told, latest, found, waiting);
    }

    /** With what its folder tells; of two folders, the later attempt. */
    public KnownMap with(Found results, SlideMap.@Nullable Shape itsShape) {
        boolean older = found != null
                && found.attempt() > results.attempt()
                && !found.stamp().folder().equals(results.stamp().folder());
        return older
                ? this
                : new KnownMap(id, slide, itsShape == null ? shape : itsShape, told, word, results, waiting);
    }

    /** In the tiler's queue, or no longer. */
    public KnownMap queued(@Nullable Waiting queued) {
        return new KnownMap(id, slide, shape, told, word, found, queued);
    }

    /** Without what topics tell. */
    public KnownMap untold() {
        return new KnownMap(id, slide, shape, null, null, found, waiting);
    }

    /** Without results. */
    public KnownMap unfound() {
        return new KnownMap(id, slide, shape, told, word, null, waiting);
    }

    /** A look through the whole results folder did not find what was written. */
    public KnownMap lost() {
        if (word == null) {
            return this;
        }
        return new KnownMap(id, slide, shape, told, word.of(Whereabouts.LOST), found, waiting);
    }

    KnownMap withModel(Model model) {
        return shape == null
                ? this
                : new KnownMap(
                        id, slide, new SlideMap.Shape(shape.grid(), model, shape.vendor()), told, word, found, waiting);
    }

    /** Whether tiles of this attempt are no longer waited for. */
    public boolean isEnded(int attempt) {
        boolean byLedger = word != null && word.attempt() >= attempt && word.state() != MapUpdated.State.OPEN;
        boolean byTiler = told != null && told.attempt() >= attempt && told.rejection() != null;
        return byLedger || byTiler;
    }

    /** Whether the ledger has yet to write the results of the last attempt, be they a rejection: they may appear at any time. */
    public boolean isToBeWritten() {
        return told != null
                && (found == null || found.attempt() < told.attempt())
                && (word == null || word.attempt() < told.attempt() || word.state() == MapUpdated.State.OPEN);
    }

    /** The manifest of an attempt whose tiles are waited for, without what only its publishing needed. */
    public Optional<SlideTiled> openManifest() {
        if (told == null || shape == null || told.rejection() != null || isEnded(told.attempt())) {
            return Optional.empty();
        }
        return Optional.of(new SlideTiled(
                id,
                told.attempt(),
                slide,
                shape.grid(),
                shape.model(),
                told.expectedTiles(),
                shape.vendor(),
                told.seenAtMillis(),
                0,
                0,
                0));
    }

    /** What the ledger said last. */
    public Optional<MapUpdated> ledger() {
        return word == null
                ? Optional.empty()
                : Optional.of(new MapUpdated(
                        id,
                        word.attempt(),
                        slide,
                        word.state(),
                        word.expectedTiles(),
                        word.scoredTiles(),
                        word.rejectedTiles(),
                        word.results(),
                        null,
                        null));
    }

    /** Since when it was mapped, by the ledger, without its results being found; empty where none are missed. */
    Optional<Long> missedSince() {
        boolean missed = word != null
                && told != null
                && word.state() == MapUpdated.State.MAPPED
                && word.attempt() >= told.attempt()
                && word.whereabouts() == Whereabouts.SOUGHT
                && (found == null || found.attempt() < word.attempt());
        return missed && word != null ? Optional.of(word.takenAtMillis()) : Optional.empty();
    }

    /** The map as it stands; empty while only the ledger's figures are known. */
    public Optional<SlideMap> standing() {
        SlideMap known = found == null ? null : asFound(found);
        if (told != null && (known == null || known.attempt() < told.attempt())) {
            SlideMap fresh = told.rejection() == null ? tiled(told) : rejected(told, told.rejection());
            known = known != null && isKept(known, fresh) ? known : fresh;
        }
        if (waiting != null && (known == null || known.attempt() < waiting.attempt())) {
            known = new SlideMap(
                    id,
                    waiting.attempt(),
                    slide,
                    MapState.WAITING,
                    waiting.seenAtMillis(),
                    null,
                    null,
                    waiting.heldUp());
        }
        return Optional.ofNullable(known);
    }

    /** The last attempt that anything tells of; a map that stays where a later attempt was called off is of an earlier one. */
    public int latestAttempt() {
        return Math.max(
                Math.max(told == null ? 0 : told.attempt(), word == null ? 0 : word.attempt()),
                Math.max(found == null ? 0 : found.attempt(), waiting == null ? 0 : waiting.attempt()));
    }

    /** The one of two maps of a slide that is shown. */
    static SlideMap newer(SlideMap a, SlideMap b) {
        return isNewer(b, a) ? b : a;
    }

    private static boolean isNewer(SlideMap a, SlideMap b) {
        if (a.isOpen() != b.isOpen()) {
            return a.isOpen();
        }
        if (isKept(a, b) || isKept(b, a)) {
            return isKept(a, b);
        }
        return a.seenAtMillis() > b.seenAtMillis();
    }

    /** A finished map outlives another that was called off. */
    private static boolean isKept(SlideMap finished, SlideMap other) {
        return finished.state() == MapState.MAPPED && other.state() == MapState.CANCELLED;
    }

    private SlideMap asFound(Found results) {
        SlideMap.Ending ending = new SlideMap.Ending(
                results.writtenAtMillis(), results.rejection(), results.stamp().folder());
        MapState state = results.rejection() == null ? MapState.MAPPED : refused(results.rejection());
        SlideMap.Content content = results.tally() == null || shape == null
                ? null
                : new SlideMap.Content(results.tally(), shape, results.areasMm2(), results.unsureShare());
        return new SlideMap(id, results.attempt(), slide, state, results.seenAtMillis(), content, ending);
    }

    private SlideMap tiled(Told said) {
        Word last = word != null && word.attempt() >= said.attempt() && word.state() == MapUpdated.State.MAPPED
                ? word
                : null;
        boolean lost = last != null && last.whereabouts() == Whereabouts.LOST;
        SlideMap.Tally tally = new SlideMap.Tally(
                said.expectedTiles(),
                last == null ? 0 : last.scoredTiles(),
                last == null ? 0 : last.rejectedTiles(),
                0);
        SlideMap.Content content = shape == null ? null : new SlideMap.Content(tally, shape, List.of(), null);
        return new SlideMap(
                id, said.attempt(), slide, lost ? MapState.LOST : MapState.MAPPING, said.seenAtMillis(), content, null);
    }

    private SlideMap rejected(Told said, SlideMap.Rejection why) {
        return new SlideMap(
                id,
                said.attempt(),
                slide,
                refused(why),
                said.seenAtMillis(),
                null,
                new SlideMap.Ending(said.seenAtMillis(), why, null));
    }

    private static MapState refused(SlideMap.Rejection why) {
        return why.reason().equals(RejectionReason.CANCELLED.label()) ? MapState.CANCELLED : MapState.REJECTED;
    }
}
