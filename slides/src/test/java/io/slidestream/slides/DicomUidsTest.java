package io.slidestream.slides;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DicomUidsTest {
    private final Map<String, String> raw = new TreeMap<>();

    @Test
    void whatASlideSays_comesBack() {
        DicomUids.put("1.2", "1.2.3", List.of("1.2.3.4", "1.2.3.5"), raw);

        assertThat(DicomUids.in(raw)).contains(new DicomUids("1.2", "1.2.3", List.of("1.2.3.4", "1.2.3.5")));
    }

    @Test
    void whatIsNoUid_orMissing_isNothing() {
        DicomUids.put("", "1.2.3", List.of("1.2.3.4"), raw);
        assertThat(raw).hasSize(2);
        assertThat(DicomUids.in(raw)).isEmpty();

        DicomUids.put("1.2/../x", "1.2.3", List.of("1.2.3.4"), raw);
        assertThat(DicomUids.in(raw)).isEmpty();

        DicomUids.put("1." + "2".repeat(70), "1.2.3", List.of("1.2.3.4"), raw);
        assertThat(DicomUids.in(raw)).isEmpty();
    }
}
