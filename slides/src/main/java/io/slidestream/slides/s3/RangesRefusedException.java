package io.slidestream.slides.s3;

/** A server that does not give the part of an object that it was asked for, though the object is the same. */
final class RangesRefusedException extends BucketException {
    private static final long serialVersionUID = 1L;

    RangesRefusedException(S3Location object, String endpoint, String what) {
        super(
                Kind.LASTING,
                endpoint + " does not give parts of " + object + " (" + what + "); set " + S3Reading.SETTING
                        + "=" + S3Reading.DOWNLOAD.label() + ", or have the server or the gateway before it answer"
                        + " requests with Range");
    }
}
