package io.slidestream.slides.jpeg2000;

/** Meaning of a code stream's three components once its own transform is undone. */
public enum Jpeg2000Colour {
    RGB,
    YCBCR
}
