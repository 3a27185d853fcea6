package io.slidestream.system.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slides that ended the process which opened them, at each start. */
@Attack
class HostileSlidesIT {
    private static final int COMPRESSION = 259;
    private static final int TILE_LENGTH = 323;

    @TempDir
    Path folder;

    /** libtiff takes the first of two tags, and OpenSlide divides by its zero: a signal that no Java code can catch. */
    @Test
    void tileLengthGivenTwice_isOneSlidesRejection(Target target) throws Exception {
        byte[] slide = slide(SyntheticSlide.builder().size(400, 300).jpegTilePx(64));
        int damaged = 0;
        for (int entry : entries(slide, COMPRESSION)) {
            byte[] twice = slide.clone();
            ByteBuffer.wrap(twice).order(ByteOrder.LITTLE_ENDIAN).putShort(entry, (short) TILE_LENGTH);
            target.put("twice-" + damaged++ + ".svs", twice);
        }
        assertThat(damaged).isGreaterThan(2);
        for (int i = 0; i < damaged; i++) {
            int one = i;
            target.watch()
                    .until(
                            "an end of twice-" + one,
                            () -> target.watch()
                                    .output()
                                    .lines()
                                    .anyMatch(line -> line.matches("[✓✗] twice-" + one + " .*")));
        }
        assertThat(target.watch().output()).contains("✗ twice-1  rejected, unreadable: ");
        target.mapsASoundSlide();
    }

    /** The mask of tissue was as large as level 0 where its pixels were said to be coarse. */
    @Test
    void wildResolution_takesNeitherMemoryNorDays(Target target) throws Exception {
        byte[] large = slide(SyntheticSlide.builder().size(24_000, 20_000));
        target.put("wild-large.svs", withMpp(large, "99 "));
        byte[] small = slide(SyntheticSlide.builder().size(1500, 1000));
        target.put("wild-99.svs", withMpp(small, "99 "));
        target.put("wild-1e9.svs", withMpp(small, "1e9"));
        target.rejects("wild-large", "no-mpp");
        target.rejects("wild-99", "no-mpp");
        target.rejects("wild-1e9", "no-mpp");
        target.mapsASoundSlide();
    }

    private byte[] slide(SyntheticSlide.Builder slide) throws IOException {
        Path file = folder.resolve("slide.svs");
        slide.write(file);
        return Files.readAllBytes(file);
    }

    /** @param mpp of three characters, as many as it had */
    private static byte[] withMpp(byte[] slide, String mpp) {
        String text = new String(slide, ISO_8859_1);
        assertThat(text).contains("MPP = 0.5");
        return text.replace("MPP = 0.5", "MPP = " + mpp).getBytes(ISO_8859_1);
    }

    /** Where the entries of this tag lie in the directories of a classic TIFF. */
    private static List<Integer> entries(byte[] slide, int tag) {
        ByteBuffer tiff = ByteBuffer.wrap(slide).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> entries = new ArrayList<>();
        for (int directory = tiff.getInt(4); directory != 0; ) {
            int count = tiff.getShort(directory) & 0xffff;
            for (int entry = directory + 2; entry < directory + 2 + 12 * count; entry += 12) {
                if ((tiff.getShort(entry) & 0xffff) == tag) {
                    entries.add(entry);
                }
            }
            directory = tiff.getInt(directory + 2 + 12 * count);
        }
        return entries;
    }
}
