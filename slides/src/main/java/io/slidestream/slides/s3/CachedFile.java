package io.slidestream.slides.s3;

/** A file that a cached slide consists of, by its path in the slide's folder. */
record CachedFile(String path, long sizeBytes) {}
