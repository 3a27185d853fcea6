package io.slidestream.slides.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Access to an S3 service. Credentials come from where all tools look for them: environment, Java properties, {@code
 * ~/.aws}, web identity token, container, machine.
 *
 * @param endpoint null: as {@code AWS_ENDPOINT_URL_S3} or {@code AWS_ENDPOINT_URL} say, or Amazon's
 * @param region null: as {@code AWS_REGION} or {@code ~/.aws/config} say; at another endpoint than Amazon's it may be missing
 * @param pathStyle whether the bucket is named in the path instead of the host; null: at every endpoint but Amazon's
 */
public record S3Access(
        @Nullable URI endpoint,
        @Nullable String region,
        @Nullable Boolean pathStyle) {
    /** Access as the environment configures it. */
    public static final S3Access OF_ENVIRONMENT = new S3Access(null, null, null);

    /** Requests, not bytes: a stream that breaks is taken up again by whoever reads it. */
    private static final int ATTEMPTS = 5;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** Longest time without a byte; a whole answer may take any time. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    public S3Access {
        if (endpoint != null
                && (endpoint.getHost() == null
                        || !String.valueOf(endpoint.getScheme()).matches("https?"))) {
            throw new IllegalArgumentException("endpoint must be an http or https address, was '" + endpoint + "'");
        }
    }

    /**
     * A client, which the caller closes. Nothing is sent yet.
     *
     * @throws BucketException LASTING if no region is known
     */
    S3Client client(S3Metrics metrics) throws BucketException {
        Optional<URI> elsewhere = otherEndpoint();
        S3ClientBuilder builder = S3Client.builder()
                .region(region(elsewhere))
                .forcePathStyle(pathStyle == null ? elsewhere.isPresent() : pathStyle)
                .credentialsProvider(DefaultCredentialsProvider.builder().build())
                // Not every server knows the newer checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(SILENCE))
                .overrideConfiguration(
                        common -> common.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                        .maxAttempts(ATTEMPTS)
                                        .build())
                                .addExecutionInterceptor(new RequestCount(metrics)));
        elsewhere.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /** Name of the endpoint for people. */
    String endpointName() {
        return otherEndpoint().map(URI::toString).orElse("Amazon S3");
    }

    private Optional<URI> otherEndpoint() {
        if (endpoint != null) {
            return Optional.of(endpoint);
        }
        return Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL_S3"))
                .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")))
                .filter(text -> !text.isBlank())
                .map(URI::create);
    }

    private Region region(Optional<URI> elsewhere) throws BucketException {
        if (region != null) {
            return Region.of(region);
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            if (elsewhere.isPresent()) {
                return Region.US_EAST_1;
            }
            throw new BucketException(
                    BucketException.Kind.LASTING,
                    "no region is known for Amazon S3; set s3.region (--s3-region) or AWS_REGION, or s3.endpoint (--s3-endpoint)"
                            + " for another server",
                    e);
        }
    }
}
