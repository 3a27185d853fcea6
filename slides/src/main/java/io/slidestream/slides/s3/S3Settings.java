package io.slidestream.slides.s3;

/** Settings of slides in S3: the service that has them, and what is kept of them on this host. */
public record S3Settings(S3Access access, CacheSettings cache) {
    public static final S3Settings DEFAULT = new S3Settings(S3Access.OF_ENVIRONMENT, CacheSettings.DEFAULT);
}
