package io.slidestream.standalone.commands;

import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.Precision;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.worker.config.InferenceSettings;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options on what computes the network, and how. */
final class EngineOptions {
    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "onnxruntime",
            description = "What computes the network: onnxruntime, or dl4j for a model with a"
                    + " model.safetensors. Default: onnxruntime.")
    private String engine = "onnxruntime";

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "fp32",
            description =
                    "What the network computes with: fp32; fp16, for GPUs, of a model with a model.safetensors; or int8 for"
                            + " a model with a model.int8.onnx ('slidestream export --int8' writes it). Default: fp32.")
    private String precision = "fp32";

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "cpu",
            description = "Where the network is computed: cpu, or cuda for a GPU of NVIDIA, or with ONNX Runtime"
                    + " cuda:0,cuda:1 for several, in a build with the profile"
                    + " cuda (dl4j) or onnxruntime-cuda. Default: cpu.")
    private String device = "cpu";

    @Option(
            names = "--sessions",
            paramLabel = "N",
            defaultValue = "1",
            description = "Sessions of ONNX Runtime on each device, which compute batches side by side. Default: 1.")
    private int sessions = 1;

    @Option(
            names = "--batch",
            paramLabel = "TILES",
            defaultValue = "0",
            description = "Tiles a call of the network. Default: found at the start by trying, in seconds.")
    private int batch;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads the network computes with. Default: one per processor.")
    private int threads;

    @Mixin
    private final SymmetriesOption symmetries = new SymmetriesOption();

    /** @throws UsageException for an engine that does not have the precision, and for unknown names */
    EngineChoice choice() {
        known("--engine", engine, EngineKind.labels());
        known("--precision", precision, Precision.labels());
        if (sessions < 1 || sessions > 16) {
            throw new UsageException("--sessions must be in 1..16, was " + sessions);
        }
        try {
            return EngineChoice.of(engine, precision, device, sessions);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** 0: found by trying. */
    int batch() {
        if (batch < 0 || batch > 1024) {
            throw new UsageException("--batch must be in 1..1024, or 0 to have it found, was " + batch);
        }
        return batch;
    }

    /** 0: one per processor. */
    int threads() {
        if (threads < 0 || threads > 1024) {
            throw new UsageException("--threads must be in 0..1024, was " + threads);
        }
        return threads;
    }

    /** @throws UsageException for values that are none */
    InferenceSettings.Computing computing() {
        return new InferenceSettings.Computing(choice(), symmetries.number(), batch(), threads());
    }

    private static void known(String option, String value, List<String> names) {
        if (!names.contains(value)) {
            throw new UsageException(option + " must be one of " + names + ", was " + value);
        }
    }
}
