package io.slidestream.mapfiles.formats.dicom;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Unique identifiers made of what they identify: the same map gives the same ones. */
final class Uids {
    static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
    static final String PARAMETRIC_MAP = "1.2.840.10008.5.1.4.1.1.30";
    static final String ANNOTATIONS = "1.2.840.10008.5.1.4.1.1.91.1";
    static final String SLIDE_IMAGE = "1.2.840.10008.5.1.4.1.1.77.1.6";
    static final String SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4";

    private Uids() {}

    /** Derives a UID under 2.25, the root for UUIDs (PS3.5 annex B.2). */
    static String of(String what) {
        UUID uuid = UUID.nameUUIDFromBytes(("slidestream " + what).getBytes(StandardCharsets.UTF_8));
        BigInteger number = new BigInteger(uuid.toString().replace("-", ""), 16);
        return "2.25." + number;
    }
}
