package io.slidestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class Sha256Test {
    /** The example of FIPS 180-2. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void hash_isThatOfTheStandard_wholeOrItsBeginning() {
        assertThat(Sha256.hex("abc")).isEqualTo(ABC);
        assertThat(Sha256.hex("abc", 4)).isEqualTo(ABC.substring(0, 8));
        assertThat(Sha256.hex("abc".getBytes(StandardCharsets.UTF_8), 8)).isEqualTo(ABC.substring(0, 16));
    }

    @Test
    void pieces_hashAsTheWhole() {
        MessageDigest digest = Sha256.begin();
        digest.update((byte) 'a');
        digest.update(new byte[] {'b', 'c'});
        assertThat(Sha256.end(digest)).isEqualTo(ABC);
    }
}
