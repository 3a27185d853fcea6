package io.slidestream.viewer.command;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.servicekit.config.BucketSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.config.SettingsException;
import io.slidestream.slides.s3.S3Reading;
import io.slidestream.slides.s3.SlideFetchers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options on slides in S3, for every command that opens slides. Secrets are none: see {@link BucketSettings}. */
public final class S3Options {
    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            description = "The S3 server of s3:// slides. Default: AWS_ENDPOINT_URL, or Amazon's. Credentials come from"
                    + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, ~/.aws, or the machine's role.")
    private @Nullable String endpoint;

    @Option(
            names = "--s3-region",
            paramLabel = "NAME",
            description = "The buckets' region. Default: AWS_REGION; other servers than Amazon's need none.")
    private @Nullable String region;

    @Option(
            names = "--s3-cache",
            paramLabel = "DIR",
            description = "Where downloaded slides are kept. Default: /var/tmp/slidestream- and the user's name.")
    private @Nullable Path cache;

    @Option(names = "--s3-cache-size", paramLabel = "MIB", description = "How much of them at most. Default: 20480.")
    private @Nullable Integer cacheMebibytes;

    @Option(
            names = "--s3-read",
            paramLabel = "HOW",
            description =
                    "ranges: slides come in pieces, as they are read; download: whole; auto: as it pays. Default: auto.")
    private @Nullable String reading;

    public SlideFetchers fetchers(MeterRegistry registry) {
        Map<String, String> texts = new HashMap<>();
        put(texts, BucketSettings.ENDPOINT, endpoint);
        put(texts, BucketSettings.REGION, region);
        put(texts, BucketSettings.CACHE_FOLDER, cache == null ? null : cache.toAbsolutePath());
        put(texts, BucketSettings.CACHE_SIZE, cacheMebibytes);
        put(texts, BucketSettings.READ, reading);
        try {
            return new SlideFetchers(
                    BucketSettings.of(Settings.of(BucketSettings.define(new ConfigDef()), texts)), registry);
        } catch (SettingsException e) {
            throw new OptionException(
                    "--s3-endpoint must be an http or https address, --s3-cache-size at least 1, --s3-read one of "
                            + S3Reading.labels() + ": " + e.getMessage());
        }
    }

    private static void put(Map<String, String> texts, String key, @Nullable Object value) {
        if (value != null) {
            texts.put(key, value.toString());
        }
    }
}
