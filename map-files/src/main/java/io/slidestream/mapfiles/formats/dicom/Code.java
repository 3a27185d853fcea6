package io.slidestream.mapfiles.formats.dicom;

/** A coded concept: value, the scheme that defines it, and its meaning. */
record Code(String value, String scheme, String meaning) {
    /** Scheme of concepts that no standard scheme has, such as a model's own classes. */
    static final String OWN_SCHEME = "99SLIDESTREAM";

    static final Code TISSUE = new Code("85756007", "SCT", "Tissue");
    static final Code ALTERED = new Code("49755003", "SCT", "Morphologically Abnormal Structure");
    static final Code NEOPLASM = new Code("108369006", "SCT", "Neoplasm");
    static final Code MACHINE = new Code("123110", "DCM", "Artificial Intelligence");
    static final Code NO_UNITS = new Code("1", "UCUM", "no units");
    static final Code SOURCE_IMAGE = new Code("121322", "DCM", "Source image for image processing operation");
    static final Code SLIDE = new Code("433466003", "SCT", "Microscope slide");

    /** A class or state of a cell by its name. */
    static Code own(String value, String meaning) {
        return new Code(Texts.sh(value), OWN_SCHEME, Texts.lo(meaning));
    }

    void into(DataSet item) {
        item.text(0x00080100, "SH", value).text(0x00080102, "SH", scheme).text(0x00080104, "LO", meaning);
    }
}
