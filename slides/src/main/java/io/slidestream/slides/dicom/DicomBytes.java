package io.slidestream.slides.dicom;

import io.slidestream.slides.SlideException;
import java.nio.ByteBuffer;

/** The bytes of a file or of what was inflated from one. */
public interface DicomBytes {
    long length();

    /**
     * Fills the buffer, which lies inside the length.
     *
     * @throws SlideException if the bytes can no longer be had
     */
    void read(long position, ByteBuffer target) throws SlideException;

    /** Bytes in memory. */
    static DicomBytes of(byte[] bytes) {
        return new DicomBytes() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void read(long position, ByteBuffer target) {
                target.put(bytes, (int) position, target.remaining());
            }
        };
    }
}
