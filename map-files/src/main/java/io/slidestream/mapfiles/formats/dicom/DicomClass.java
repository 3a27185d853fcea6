package io.slidestream.mapfiles.formats.dicom;

/**
 * A class of the model, or the state "Unread".
 *
 * @param meaning the tissue in words; the name itself where there are none
 * @param tumor whether it is the class of tumour
 * @param rgb {@code 0xRRGGBB}
 */
public record DicomClass(String name, String meaning, boolean tumor, int rgb) {}
