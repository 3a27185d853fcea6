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
        TISSUE(Code.TISSUE),
        TUMOR(Code.ALTERED),
        /** Says nothing of the tissue: an artefact, or that one is not sure. */
        REMARK(Code.own("remark", "Remark on a region"));

        private final Code category;

        Kind(Code category) {
            this.category = category;
        }
    }

    Code category() {
        return kind.category;
    }

    Code type() {
        return kind == Kind.TUMOR ? Code.NEOPLASM : Code.own(name, meaning);
    }
}
