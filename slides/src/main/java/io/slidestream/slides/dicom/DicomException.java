package io.slidestream.slides.dicom;

/** A file that does not follow DICOM's encoding; the message says where it leaves it. */
public final class DicomException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    /** Kind of the fault. */
    public enum Fault {
        /** Announced bytes lie behind the end of the file. */
        BEYOND_END,
        DAMAGED,
        /** Valid, but none that is read here. */
        UNKNOWN
    }

    public DicomException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
