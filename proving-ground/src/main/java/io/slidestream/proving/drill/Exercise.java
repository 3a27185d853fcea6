package io.slidestream.proving.drill;

import java.io.IOException;

/**
 * One fault.
 *
 * @param name for --only and for the slide
 * @param what happens, as a sentence without its full stop
 */
record Exercise(String name, String what, Fault fault) {
    /** Lets the slide arrive and brings the fault about. */
    interface Fault {
        /** @return at what moment it was, for people */
        String happens(DrillSetUp setUp, DrillSlide slide) throws IOException, InterruptedException;
    }
}
