package io.slidestream.networks.weights;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is not a valid safetensors file, or one with more than this reader takes. The message names the file. */
public final class SafetensorsException extends IOException {
    private static final long serialVersionUID = 1L;

    SafetensorsException(Path file, String fault) {
        super(file + ": " + fault);
    }

    SafetensorsException(Path file, String fault, Throwable cause) {
        super(file + ": " + fault, cause);
    }
}
