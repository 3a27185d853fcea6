package io.slidestream.mapfiles.formats.dicom;

/**
 * A class of the model, the state "Unread", or what else a person says of a region.
 *
 * @param meaning the tissue in words; the name itself where there are none
 * @param rgb {@code 0xRRGGBB}
 */
public record DicomClass(String name, String meaning, Kind kind, int rgb) {
    /** What the class is one of. */
    public enum Kind {
        TISSUE,
        TUMOR,
        /** Says nothing of the tissue: an artefact, or that one is not sure. */
        REMARK
    }

    Code category() {
        return switch (kind) {
            case TISSUE -> Code.TISSUE;
            case TUMOR -> Code.ALTERED;
            case REMARK -> Code.own("remark", "Remark on a region");
        };
    }

    Code type() {
        return kind == Kind.TUMOR ? Code.NEOPLASM : Code.own(name, meaning);
    }
}
