package io.slidestream.synthetic;

/**
 * The ways in which DICOM lets one slide be written.
 *
 * @param parts of a concatenation that full resolution is cut into; 1 is none
 * @param photometric interpretation that is said; empty for what is true
 */
public record DicomForm(Tiling tiling, Coding coding, Offsets offsets, Syntax syntax, int parts, String photometric) {
    /** JPEG frames that fill the picture, with a Basic Offset Table, in one instance a level. */
    public static final DicomForm DEFAULT =
            new DicomForm(Tiling.FULL, Coding.JPEG, Offsets.BASIC, Syntax.EXPLICIT, 1, "");

    public DicomForm {
        SlideShape.inRange("parts", parts, 1, 100);
        if (coding.isCompressed() && syntax != Syntax.EXPLICIT) {
            throw new IllegalArgumentException("compressed frames have a syntax of their own, which is explicit");
        }
    }

    /** JPEG, JPEG 2000 or uncompressed frames of this tiling, all else as usual. */
    public static DicomForm of(SlideShape shape, Tiling tiling) {
        return DEFAULT.with(Coding.of(shape.coding())).with(tiling);
    }

    /** Which frames there are. */
    public enum Tiling {
        FULL,
        /** Each says where it lies, and bare glass has none. */
        SPARSE
    }

    /** How the pixels of a frame are written. */
    public enum Coding {
        JPEG,
        /** With OpenJPEG's lossy transform. */
        JPEG_2000,
        RAW,
        RAW_PLANAR;

        boolean isCompressed() {
            return this == JPEG || this == JPEG_2000;
        }

        static Coding of(TileCoding coding) {
            return switch (coding) {
                case JPEG -> JPEG;
                case JPEG_2000 -> JPEG_2000;
                case RAW -> RAW;
                case DEFLATE, LZW -> throw new IllegalArgumentException("DICOM does not hold " + coding.label());
            };
        }
    }

    /** How frames of JPEG are found. */
    public enum Offsets {
        BASIC,
        EXTENDED,
        NONE
    }

    /** How the header is written. */
    public enum Syntax {
        EXPLICIT("1.2.840.10008.1.2.1"),
        IMPLICIT("1.2.840.10008.1.2"),
        BIG_ENDIAN("1.2.840.10008.1.2.2"),
        DEFLATED("1.2.840.10008.1.2.1.99");

        final String uid;

        Syntax(String uid) {
            this.uid = uid;
        }
    }

    public DicomForm with(Tiling newTiling) {
        return new DicomForm(newTiling, coding, offsets, syntax, parts, photometric);
    }

    public DicomForm with(Coding newCoding) {
        return new DicomForm(tiling, newCoding, offsets, syntax, parts, photometric);
    }

    public DicomForm with(Offsets newOffsets) {
        return new DicomForm(tiling, coding, newOffsets, syntax, parts, photometric);
    }

    /** Written uncompressed, since JPEG is explicit. */
    public DicomForm with(Syntax newSyntax) {
        return new DicomForm(
                tiling, coding.isCompressed() ? Coding.RAW : coding, offsets, newSyntax, parts, photometric);
    }

    public DicomForm inParts(int newParts) {
        return new DicomForm(tiling, coding, offsets, syntax, newParts, photometric);
    }

    public DicomForm saying(String newPhotometric) {
        return new DicomForm(tiling, coding, offsets, syntax, parts, newPhotometric);
    }
}
