package io.slidestream.slides.s3;

/** Settings of slides in S3: the service that has them, what is kept of them on this host, and how they come. */
public record S3Settings(S3Access access, CacheSettings cache, S3Reading reading) {
    public static final S3Settings DEFAULT =
            new S3Settings(S3Access.OF_ENVIRONMENT, CacheSettings.DEFAULT, S3Reading.AUTO);
}
