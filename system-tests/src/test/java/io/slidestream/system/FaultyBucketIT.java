package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.synthetic.SyntheticSlide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A slide that is hard to get has the map that it has from a folder. */
@ExtendWith(NeedsOpenSlide.class)
class FaultyBucketIT {
    @TempDir
    Path folder;

    @Test
    void errorsCutsSlownessAndAFullCache_leaveTheSameBytes() throws Exception {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        assumeTrue(SmallDisk.isPossible(cache), "a cache that is full is a small disk; to mount one needs root");
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(3000, 2000).mpp(0.5).distinct().write(slide);
        Path undisturbed = folder.resolve("undisturbed");
        try (Child run = Checkout.slidestream("run", slide, "--out", undisturbed)) {
            run.exits(0);
        }

        Path disturbed = folder.resolve("disturbed");
        try (FaultyBucket bucket = new FaultyBucket();
                SmallDisk disk = SmallDisk.full(cache);
                Child run = run(bucket, bucket.put(slide), cache, disturbed)) {
            Path log = disturbed.resolve(".slidestream/slidestream.log");
            run.until("a full cache", () -> Files.readString(log).contains("has no room for"));
            disk.free();
            run.exits(0);
            assertThat(bucket.reads()).isGreaterThan(FaultyBucket.ERRORS + FaultyBucket.CUTS);
        }
        // not the overlay: its footer has the map's id, which depends on where the slide lies
        for (String file : List.of("tiles.csv", "tumor-map.png", "thumbnail.png")) {
            assertThat(disturbed.resolve("slide").resolve(file))
                    .hasSameBinaryContentAs(undisturbed.resolve("slide").resolve(file));
        }
    }

    private static Child run(FaultyBucket bucket, String slide, Path cache, Path out) {
        return Checkout.slidestreamWith(
                Map.of("AWS_ACCESS_KEY_ID", "any", "AWS_SECRET_ACCESS_KEY", "any"),
                "run",
                slide,
                "--out",
                out,
                "--s3-endpoint",
                bucket.endpoint(),
                "--s3-cache",
                cache);
    }
}
