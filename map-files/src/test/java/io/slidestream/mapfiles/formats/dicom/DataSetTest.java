package io.slidestream.mapfiles.formats.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes are those of PS3.5, chapter 7.1. */
class DataSetTest {
    @Test
    void attributes_areInOrder_explicit_andOfEvenLength() {
        DataSet set = new DataSet()
                .us(0x00280010, 3)
                .text(0x00080060, "CS", "SEG")
                .text(0x00080018, "UI", "1.2")
                .text(0x00100010, "PN");
        assertThat(hex(set))
                .isEqualTo("0800180055490400312e3200"
                        + "08006000435304005345472010001000504e0000"
                        + "2800100055530200" + "0300");
    }

    @Test
    void sequences_holdItemsWithTheirLengths() {
        DataSet set = new DataSet().item(0x00400513, item -> item.us(0x00620004, 1));
        assertThat(hex(set)).isEqualTo("40001305535100001200" + "0000" + "feff00e00a000000" + "62000400555302000100");
    }

    @Test
    void valueThatDoesNotFit_isRefused() {
        assertThatThrownBy(() -> new DataSet().put(0x00082111, "ST", new byte[70_000]))
                .hasMessageContaining("00082111")
                .hasMessageContaining("70000");
    }

    private static String hex(DataSet set) {
        return HexFormat.of().formatHex(set.encoded());
    }
}
