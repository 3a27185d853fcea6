package io.slidestream.proving.chaos;

/** What happens to a service. */
enum Blow {
    KILL,
    END,
    HANG
}
