package io.slidestream.tiler.watch;

import io.slidestream.contracts.Sha256;
import io.slidestream.contracts.SlideVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Versions of slides about which nothing is to be done, by 64 bits of a hash: of a million slides, two that are taken for one are met
 * once in forty million buckets. Not for concurrent use.
 */
final class DecidedSlides {
    /** Open addressing; 0 is a free place. */
    private long[] hashes = new long[64];

    private final MessageDigest sha256 = Sha256.begin();
    private int size;

    boolean contains(SlideVersion slide) {
        return hashes[place(hash(slide))] != 0;
    }

    void add(SlideVersion slide) {
        long hash = hash(slide);
        int place = place(hash);
        if (hashes[place] != 0) {
            return;
        }
        hashes[place] = hash;
        size++;
        if (size * 5L > hashes.length * 4L) {
            long[] before = hashes;
            hashes = new long[before.length * 2];
            Arrays.stream(before).filter(one -> one != 0).forEach(one -> hashes[place(one)] = one);
        }
    }

    int size() {
        return size;
    }

    private int place(long hash) {
        int place = (int) (hash & (hashes.length - 1));
        while (hashes[place] != 0 && hashes[place] != hash) {
            place = (place + 1) & (hashes.length - 1);
        }
        return place;
    }

    private long hash(SlideVersion slide) {
        sha256.update(slide.location().getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        sha256.update(slide.fingerprint().getBytes(StandardCharsets.UTF_8));
        long hash = ByteBuffer.wrap(sha256.digest()).getLong();
        return hash == 0 ? 1 : hash;
    }
}
