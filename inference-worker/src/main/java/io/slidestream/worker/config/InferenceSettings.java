package io.slidestream.worker.config;

import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.Place;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.engine.Symmetries;
import io.slidestream.servicekit.config.BucketSettings;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Forms;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.kafka.ShareGroups;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * Settings of a worker; the keys are explained in {@link #definition()}.
 *
 * @param model folder of the bundle
 */
public record InferenceSettings(
        Path model, Computing computing, Batching batching, ReadingSettings reading, Consuming consuming) {
    /**
     * How the network is computed.
     *
     * @param symmetries forms of a tile that are classified, 1 or 8
     * @param batch tiles a call; 0 means found by trying
     * @param threads 0 means one per processor
     */
    public record Computing(EngineChoice engine, int symmetries, int batch, int threads) {}

    /**
     * How batches are filled.
     *
     * @param buffers batches held in memory
     * @param linger time without a tile after which a batch goes as it is
     */
    public record Batching(int buffers, Duration linger) {}

    /** Who sets what the broker does with the share groups. */
    public enum GroupKeeper {
        WORKER,
        ADMINISTRATOR
    }

    /**
     * How blocks are taken from the share group, and given back.
     *
     * @param groupPrefix followed by the model's id it names the share group
     * @param groupKeeper who sets what the broker does with the share groups
     * @param deliveryLimit at this delivery a block that fails is answered by rejections
     */
    public record Consuming(
            int consumers,
            int blocksPerPoll,
            String groupPrefix,
            GroupKeeper groupKeeper,
            Duration lockDuration,
            int deliveryLimit,
            Duration retryBackoff) {}

    public static final String MODEL = "model";
    public static final String ENGINE = "inference.engine";
    public static final String PRECISION = "inference.precision";
    public static final String DEVICE = "inference.device";
    public static final String SESSIONS = "inference.sessions";
    public static final String BATCH = "inference.batch";
    public static final String ENGINE_THREADS = "inference.threads";
    public static final String BUFFERS = "inference.buffers";
    public static final String LINGER = "inference.linger";
    public static final String CONSUMERS = "consumers";
    public static final String BLOCKS_PER_POLL = "blocks.per.poll";
    public static final String GROUP = "group";
    public static final String GROUPS_CONFIGURE = ShareGroups.CONFIGURE;
    public static final String LOCK_DURATION = "lock.duration";
    public static final String DELIVERY_LIMIT = "delivery.limit";
    public static final String RETRY_BACKOFF = "retry.backoff";

    static final int HTTP_PORT = 8082;

    public static InferenceSettings of(Settings settings) {
        EngineChoice engine = engine(settings);
        int buffers = settings.number(BUFFERS);
        int consumers = settings.number(CONSUMERS);
        int blocksPerPoll = settings.number(BLOCKS_PER_POLL);
        return new InferenceSettings(
                settings.path(MODEL),
                new Computing(
                        engine,
                        Symmetries.of(settings.text(Symmetries.SETTING)),
                        settings.number(BATCH),
                        settings.number(ENGINE_THREADS)),
                new Batching(buffers > 0 ? buffers : DeviceDefaults.buffers(engine), settings.duration(LINGER)),
                ReadingSettings.of(settings, engine.device()),
                new Consuming(
                        consumers > 0 ? consumers : DeviceDefaults.consumers(engine.device()),
                        blocksPerPoll > 0 ? blocksPerPoll : DeviceDefaults.blocksPerPoll(engine),
                        settings.text(GROUP),
                        settings.text(GROUPS_CONFIGURE).equals("auto") ? GroupKeeper.WORKER : GroupKeeper.ADMINISTRATOR,
                        settings.duration(LOCK_DURATION),
                        settings.number(DELIVERY_LIMIT),
                        settings.duration(RETRY_BACKOFF)));
    }

    private static EngineChoice engine(Settings settings) {
        try {
            return EngineChoice.of(
                    settings.text(ENGINE), settings.text(PRECISION), settings.text(DEVICE), settings.number(SESSIONS));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(PRECISION, settings.text(PRECISION), e.getMessage());
        }
    }

    private static void checkDevice(String name, Object value) {
        try {
            List<Place> unused = Place.listOf(String.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, value, e.getMessage());
        }
    }

    /** Every key of the worker, with those all services have. */
    public static ConfigDef definition() {
        return ReadingSettings.define(
                        BucketSettings.defineRoots(BucketSettings.define(CommonSettings.definition(HTTP_PORT))))
                .define(
                        MODEL,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Forms.path(),
                        Importance.HIGH,
                        "Folder of the model bundle this worker serves.")
                .define(
                        ENGINE,
                        Type.STRING,
                        EngineKind.ONNXRUNTIME.label(),
                        ConfigDef.ValidString.in(EngineKind.labels().toArray(String[]::new)),
                        Importance.MEDIUM,
                        "What computes the network: onnxruntime, or dl4j from model.safetensors. They agree to 1e-4 in"
                                + " every logit and are about as fast; onnxruntime starts sooner, dl4j is faster in int8.")
                .define(
                        PRECISION,
                        Type.STRING,
                        Precision.FP32.label(),
                        ConfigDef.ValidString.in(Precision.labels().toArray(String[]::new)),
                        Importance.MEDIUM,
                        "The numbers it computes with: fp32; fp16, for a GPU and ONNX Runtime, made of model.safetensors"
                                + " at the start; or int8 from model.int8.onnx, which"
                                + " `slidestream export --int8` writes: two to four times as fast on a CPU with VNNI,"
                                + " and a few tiles in a hundred get another class. Maps made before stay as they are.")
                .define(
                        DEVICE,
                        Type.STRING,
                        Device.CPU.label(),
                        ConfigDef.LambdaValidator.with(InferenceSettings::checkDevice, () -> Place.FORM),
                        Importance.MEDIUM,
                        "Where it computes: cpu, or cuda for the first GPU of NVIDIA, or with ONNX Runtime cuda:0,cuda:1 for several, in a build with the profile cuda"
                                + " (dl4j) or onnxruntime-cuda. A worker that cannot use the GPU says why and ends; it"
                                + " never takes the processor instead.")
                .define(
                        SESSIONS,
                        Type.INT,
                        1,
                        Range.between(1, 16),
                        Importance.LOW,
                        "Sessions of ONNX Runtime on each device, each with weights of its own: with two, a card computes one"
                                + " batch while another is brought to it. What one fails at another computes; one that"
                                + " fails three times in a row so gets no more.")
                .define(
                        Symmetries.SETTING,
                        Type.STRING,
                        Symmetries.NONE,
                        ConfigDef.ValidString.in(Symmetries.labels().toArray(String[]::new)),
                        Importance.MEDIUM,
                        Symmetries.DOCUMENTATION)
                .define(
                        BATCH,
                        Type.INT,
                        0,
                        Range.between(0, 1_024),
                        Importance.HIGH,
                        "Tiles a call of the network; 0: with ONNX Runtime on a processor 32, or 16 where 16"
                                + " tiles take over 0.75 s (32 would take over 1.5 s), and else found at the start by doubling, which takes three seconds at most. Scores do not depend on it beyond the last bits of a float. A"
                                + " batch that does not fit into the GPU's memory is halved, and stays so.")
                .define(
                        ENGINE_THREADS,
                        Type.INT,
                        0,
                        Range.between(0, 1_024),
                        Importance.MEDIUM,
                        "Threads the network computes with; 0: as many as there are processors.")
                .define(
                        BUFFERS,
                        Type.INT,
                        0,
                        Range.between(0, 64),
                        Importance.LOW,
                        "Batches held in memory: up to two are computed while the others fill; 0: four, or six with"
                                + " inference.device=cuda, and two more for each session but the first.")
                .define(
                        LINGER,
                        Type.STRING,
                        "30ms",
                        Forms.duration(),
                        Importance.LOW,
                        "A batch that is not full is computed when no tile has come for this long; while blocks are"
                                + " being read, for 20 times as long.")
                .define(
                        CONSUMERS,
                        Type.INT,
                        0,
                        Range.between(0, 64),
                        Importance.MEDIUM,
                        "Members of the share group in this process; 0: three, or eight with inference.device=cuda. For"
                                + " urgent blocks there are two more at most. With fewer than two the network idles"
                                + " between polls.")
                .define(
                        BLOCKS_PER_POLL,
                        Type.INT,
                        0,
                        Range.between(0, 64),
                        Importance.MEDIUM,
                        "Blocks, of up to 64 tiles, that one member holds at a time; 0: one, two with inference.precision=int8,"
                                + " or four with inference.device=cuda. With more, workers are idle for longer at the end of a slide.")
                .define(
                        GROUP,
                        Type.STRING,
                        "slidestream-workers",
                        Forms.groupName(),
                        Importance.LOW,
                        "Share group of the workers, to which '-' and the first 12 digits of the model's id are added:"
                                + " each model has its own group, which passes over other models' blocks.")
                .define(
                        GROUPS_CONFIGURE,
                        Type.STRING,
                        "auto",
                        ConfigDef.ValidString.in("auto", "never"),
                        Importance.LOW,
                        "Who sets what the broker does with the share groups: auto: the worker when it starts, for"
                                + " which it needs ALTER_CONFIGS on them; never: an administrator has, and the worker"
                                + " checks it (DESCRIBE_CONFIGS).")
                .define(
                        LOCK_DURATION,
                        Type.STRING,
                        "30s",
                        Forms.duration(),
                        Importance.MEDIUM,
                        "After this long a dead worker's blocks go to others; blocks still worked on are renewed."
                                + " Kafka allows 15 s to 60 s unless the broker is set otherwise.")
                .define(
                        DELIVERY_LIMIT,
                        Type.INT,
                        5,
                        Range.between(1, 5),
                        Importance.LOW,
                        "A block that fails at this delivery is answered with rejected tiles and a dead letter.")
                .define(
                        RETRY_BACKOFF,
                        Type.STRING,
                        "500ms",
                        Forms.duration(),
                        Importance.LOW,
                        "How long a failed block is held before its second delivery; doubled for each further one.");
    }
}
