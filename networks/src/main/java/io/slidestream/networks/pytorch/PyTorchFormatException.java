package io.slidestream.networks.pytorch;

import java.io.IOException;

/** A file that is no PyTorch state dictionary, or one with more than tensors in it. */
public final class PyTorchFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    PyTorchFormatException(String fault) {
        super(fault);
    }
}
