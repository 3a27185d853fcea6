package io.slidestream.slides.dicom;

import java.util.Arrays;
import java.util.Optional;

/** Transfer syntaxes (PS3.5): how a data set is written, and how the frames in it are coded. */
public enum TransferSyntax {
    IMPLICIT("1.2.840.10008.1.2", Coding.NATIVE, "uncompressed"),
    EXPLICIT("1.2.840.10008.1.2.1", Coding.NATIVE, "uncompressed"),
    DEFLATED("1.2.840.10008.1.2.1.99", Coding.NATIVE, "uncompressed, deflated"),
    BIG_ENDIAN("1.2.840.10008.1.2.2", Coding.NATIVE, "uncompressed, big endian"),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50", Coding.JPEG, "JPEG baseline"),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51", Coding.JPEG, "JPEG extended"),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", Coding.UNREAD, "lossless JPEG"),
    JPEG_LOSSLESS_SV1("1.2.840.10008.1.2.4.70", Coding.UNREAD, "lossless JPEG"),
    JPEG_LS("1.2.840.10008.1.2.4.80", Coding.UNREAD, "JPEG-LS"),
    JPEG_LS_NEAR("1.2.840.10008.1.2.4.81", Coding.UNREAD, "JPEG-LS"),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", Coding.JPEG_2000, "JPEG 2000 lossless"),
    JPEG_2000("1.2.840.10008.1.2.4.91", Coding.JPEG_2000, "JPEG 2000"),
    HTJ2K_LOSSLESS("1.2.840.10008.1.2.4.201", Coding.UNREAD, "high-throughput JPEG 2000"),
    HTJ2K_LOSSLESS_RPCL("1.2.840.10008.1.2.4.202", Coding.UNREAD, "high-throughput JPEG 2000"),
    HTJ2K("1.2.840.10008.1.2.4.203", Coding.UNREAD, "high-throughput JPEG 2000"),
    JPEG_XL_LOSSLESS("1.2.840.10008.1.2.4.110", Coding.UNREAD, "JPEG XL"),
    JPEG_XL("1.2.840.10008.1.2.4.112", Coding.UNREAD, "JPEG XL"),
    RLE("1.2.840.10008.1.2.5", Coding.RLE, "RLE");

    private final String uid;
    private final Coding coding;
    private final String label;

    /** Coding of the frames. */
    public enum Coding {
        NATIVE,
        JPEG,
        JPEG_2000,
        RLE,
        /** One that nothing here decodes. */
        UNREAD
    }

    TransferSyntax(String uid, Coding coding, String label) {
        this.uid = uid;
        this.coding = coding;
        this.label = label;
    }

    public static Optional<TransferSyntax> of(String uid) {
        return Arrays.stream(values()).filter(one -> one.uid.equals(uid)).findFirst();
    }

    public Coding coding() {
        return coding;
    }

    /** The name for people. */
    public String label() {
        return label;
    }
}
