package io.slidestream.servicekit.config;

import io.slidestream.slides.s3.CacheSettings;
import io.slidestream.slides.s3.S3Access;
import io.slidestream.slides.s3.S3Reading;
import io.slidestream.slides.s3.S3Settings;
import java.net.URI;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The keys on S3, of every service that opens slides. Secrets are none of them: those come from where AWS's tools look. */
public final class BucketSettings {
    public static final String ENDPOINT = "s3.endpoint";
    public static final String REGION = "s3.region";
    public static final String PATH_STYLE = "s3.path.style";
    public static final String CACHE_FOLDER = "s3.cache.folder";
    public static final String CACHE_SIZE = "s3.cache.size";
    public static final String CONNECTIONS = "s3.connections";
    public static final String READ = S3Reading.SETTING;

    /** Key of services that messages tell which slides to open. */
    public static final String ROOTS = "slides.roots";

    private static final String AUTO = "auto";

    private BucketSettings() {}

    /** Adds the keys. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        ENDPOINT,
                        Type.STRING,
                        null,
                        endpoint(),
                        Importance.MEDIUM,
                        "The S3 server, for buckets elsewhere than at Amazon. Unset, AWS_ENDPOINT_URL_S3 and"
                                + " AWS_ENDPOINT_URL count. Credentials come from AWS_ACCESS_KEY_ID and"
                                + " AWS_SECRET_ACCESS_KEY, ~/.aws, a web identity token, or the machine's role.")
                .define(
                        REGION,
                        Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "The buckets' region. Unset, AWS_REGION and ~/.aws/config count; other servers than Amazon's need"
                                + " none.")
                .define(
                        PATH_STYLE,
                        Type.STRING,
                        AUTO,
                        ConfigDef.ValidString.in(AUTO, "true", "false"),
                        Importance.LOW,
                        "Whether a bucket is named in the path of a request instead of in its host. auto: at every server"
                                + " but Amazon's.")
                .define(
                        CACHE_FOLDER,
                        Type.STRING,
                        null,
                        Forms.path(),
                        Importance.MEDIUM,
                        "Where downloaded slides are kept, for all services of this host that name the same folder. Unset:"
                                + " /var/tmp/slidestream- and the user's name.")
                .define(
                        CACHE_SIZE,
                        Type.INT,
                        CacheSettings.DEFAULT_MEBIBYTES,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "MiB of downloaded slides kept; those not used for longest go first, never those in use. A slide"
                                + " that is larger cannot be mapped.")
                .define(
                        READ,
                        Type.STRING,
                        S3Reading.AUTO.label(),
                        ConfigDef.ValidString.in(S3Reading.labels().toArray(String[]::new)),
                        Importance.MEDIUM,
                        S3Reading.DOCUMENTATION)
                .define(
                        CONNECTIONS,
                        Type.INT,
                        CacheSettings.DEFAULT_CONNECTIONS,
                        Range.between(1, 256),
                        Importance.LOW,
                        "Requests for parts of slides at the same time: of 8 MiB where a slide is downloaded whole.");
    }

    /** Adds the places that slides may be read from. */
    public static ConfigDef defineRoots(ConfigDef definition) {
        return definition.define(
                ROOTS,
                Type.LIST,
                List.of(),
                Importance.HIGH,
                "Folders, and s3://BUCKET/FOLDER, separated by commas, that slides may be read from: the tiler's bucket."
                        + " Whoever may write to Kafka names slides; those elsewhere are rejected as not-allowed. Unset,"
                        + " every file and bucket that the service can read may be asked for.");
    }

    /** Settings of slides in S3, from the keys of {@link #define}. */
    public static S3Settings of(Settings settings) {
        String pathStyle = settings.text(PATH_STYLE);
        return new S3Settings(
                new S3Access(
                        settings.optionalText(ENDPOINT).map(URI::create).orElse(null),
                        settings.optionalText(REGION).orElse(null),
                        pathStyle.equals(AUTO) ? null : Boolean.valueOf(pathStyle)),
                new CacheSettings(
                        settings.optionalPath(CACHE_FOLDER).orElse(CacheSettings.DEFAULT.folder()),
                        settings.number(CACHE_SIZE),
                        settings.number(CONNECTIONS)),
                S3Reading.of(settings.text(READ)));
    }

    /** Validates the address of an HTTP service; null passes. */
    static ConfigDef.Validator endpoint() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    try {
                        URI uri = value == null ? URI.create("http://unset") : URI.create((String) value);
                        if (uri.getHost() == null
                                || !String.valueOf(uri.getScheme()).matches("https?")) {
                            throw new ConfigException(name, value, "must be an http or https address");
                        }
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException(name, value, "must be an http or https address");
                    }
                },
                () -> "an http or https address");
    }
}
