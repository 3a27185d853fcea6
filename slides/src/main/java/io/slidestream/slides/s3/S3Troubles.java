package io.slidestream.slides.s3;

import io.slidestream.slides.s3.BucketException.Kind;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says what the SDK's failures mean, and to whom. */
final class S3Troubles {
    private static final Set<String> CREDENTIALS = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "ExpiredToken",
            "InvalidToken",
            "AuthorizationHeaderMalformed",
            "InvalidSecurity");

    private final String endpoint;

    /** @param endpoint for people */
    S3Troubles(String endpoint) {
        this.endpoint = endpoint;
    }

    /** The object is the same, but not the part of it that was asked for. */
    BucketException anotherPart(S3Location object, String what) {
        return new RangesRefusedException(object, endpoint, what);
    }

    BucketException of(SdkException e, S3Location place) {
        return e instanceof S3Exception answer ? answered(answer, place) : unanswered(e, place);
    }

    private BucketException answered(S3Exception e, S3Location place) {
        int status = e.statusCode();
        String code = e.awsErrorDetails() == null
                ? "HTTP " + status
                : String.valueOf(e.awsErrorDetails().errorCode());
        String bucket = S3Location.SCHEME + place.bucket();
        if (code.equals("NoSuchBucket")) {
            return new BucketException(
                    Kind.LASTING,
                    "there is no bucket " + bucket + " at " + endpoint + "; create it or correct its name",
                    e);
        }
        if (status == 404) {
            return new BucketException(Kind.GONE, place + " does not exist", e);
        }
        if (status == 412) {
            return new BucketException(Kind.REPLACED, place + " was replaced", e);
        }
        if (status == 416) {
            return new RangesRefusedException(place, endpoint, "it answered " + code + ", HTTP 416");
        }
        if (code.equals("InvalidObjectState")) {
            return new BucketException(
                    Kind.LASTING,
                    place + " is archived and cannot be read before it is restored: restore it (aws s3api"
                            + " restore-object, or the server's console), then map it again",
                    e);
        }
        if (status == 403 || status == 401 || CREDENTIALS.contains(code)) {
            return new BucketException(
                    Kind.LASTING,
                    "access to " + place + " at " + endpoint + " is denied (" + code
                            + "); check the credentials, and that"
                            + " they allow to list the bucket and to read it, and to write where results go",
                    e);
        }
        if (status >= 300 && status < 400 || code.equals("IllegalLocationConstraintException")) {
            return new BucketException(
                    Kind.LASTING,
                    bucket + " is in another region than asked (" + code + "); set s3.region (--s3-region)",
                    e);
        }
        boolean passing = status >= 500 || status == 429 || status == 408;
        return new BucketException(
                passing ? Kind.PASSING : Kind.LASTING,
                endpoint + " answered " + code + " (HTTP " + status + ") for " + place
                        + (passing ? "; it is tried again" : "; check the address"),
                e);
    }

    private BucketException unanswered(SdkException e, S3Location place) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("Unable to load credentials")) {
            return new BucketException(
                    Kind.LASTING,
                    "no credentials for " + S3Location.SCHEME + place.bucket() + "; set AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY, or write ~/.aws/credentials, or give the machine a role",
                    e);
        }
        return new BucketException(
                Kind.PASSING,
                endpoint + " does not answer (" + firstLine(innermost(e))
                        + "); check s3.endpoint (--s3-endpoint) and the network",
                e);
    }

    private static Throwable innermost(Throwable e) {
        Throwable at = e;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    private static String firstLine(Throwable e) {
        return e.toString().lines().findFirst().orElse("");
    }
}
