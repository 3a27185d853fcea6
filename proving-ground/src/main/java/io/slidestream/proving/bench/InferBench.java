package io.slidestream.proving.bench;

import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.engine.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/*
 * As in ReadBench, the contenders take turns in rounds and are compared within a round. Every engine is open from the
 * beginning, and idle ones cost no processor: their threads sleep.
 */
/** Every engine that a model has files for, at several batch sizes: alone in a loop, and fed by a worker's pipeline. */
public final class InferBench {
    private final ModelBundle bundle;
    private final InferBenchSettings settings;

    public InferBench(ModelBundle bundle, InferBenchSettings settings) {
        this.bundle = bundle;
        this.settings = settings;
    }

    /**
     * Measures, in a few minutes.
     *
     * @param remarks told what is left out and what is about to be done
     * @throws io.slidestream.networks.bundle.ModelBundleException if an engine cannot be opened
     */
    public InferFigures run(Consumer<String> remarks) {
        List<EngineChoice> choices = choices();
        missing(choices, remarks);
        Map<EngineChoice, InferenceEngine> engines = new LinkedHashMap<>();
        try {
            for (EngineChoice choice : choices) {
                engines.put(
                        choice,
                        Engines.open(bundle, choice, choice.kind() == EngineKind.DL4J ? 1 : 0, settings.threads()));
            }
            remarks.accept(choices.size() + " engines, batches of " + settings.batches() + "; 1 round to warm up, "
                    + settings.rounds() + " that count");
            return new InferFigures(
                    bundle.name() + " (" + bundle.config().architecture() + ", "
                            + bundle.config().inputSizePx() + " px, "
                            + bundle.id().substring(0, 12) + ")",
                    settings.threads(),
                    measure(engines, remarks));
        } finally {
            engines.values().forEach(InferenceEngine::close);
        }
    }

    private List<EngineChoice> choices() {
        List<EngineChoice> choices = new ArrayList<>(Engines.of(bundle));
        if (settings.device() != Device.CPU) {
            choices.add(new EngineChoice(EngineKind.ONNXRUNTIME, Precision.FP32, settings.device()));
            if (bundle.hasWeights()) {
                choices.add(new EngineChoice(EngineKind.ONNXRUNTIME, Precision.FP16, settings.device()));
            }
        }
        return choices;
    }

    private void missing(List<EngineChoice> choices, Consumer<String> remarks) {
        if (!choices.contains(new EngineChoice(EngineKind.ONNXRUNTIME, Precision.FP32))) {
            remarks.accept("without onnxruntime fp32: `slidestream export " + bundle.folder() + "` makes its file");
        }
        if (!choices.contains(new EngineChoice(EngineKind.ONNXRUNTIME, Precision.INT8))) {
            remarks.accept("without int8: `slidestream export " + bundle.folder()
                    + " --int8 --calibrate TILES` makes its file");
        }
    }

    private List<InferFigures.Series> measure(Map<EngineChoice, InferenceEngine> engines, Consumer<String> remarks) {
        Map<InferFigures.Series, List<Double>> bare = new LinkedHashMap<>();
        Map<InferFigures.Series, List<Double>> processor = new LinkedHashMap<>();
        Map<InferFigures.Series, List<Double>> fed = new LinkedHashMap<>();
        for (int round = 0; round <= settings.rounds(); round++) {
            for (int batch : settings.batches()) {
                for (Map.Entry<EngineChoice, InferenceEngine> one : engines.entrySet()) {
                    InferenceEngine engine = one.getValue();
                    var key = new InferFigures.Series(
                            one.getKey(), engine.description(), batch, List.of(), List.of(), List.of());
                    if (!engine.resize(batch)) {
                        if (round == 0) {
                            remarks.accept("without " + one.getKey() + " at batch " + batch
                                    + ": the file takes batches of " + engine.batchSize() + " only");
                        }
                        continue;
                    }
                    System.gc(); // memory of the last measurement, which lies outside of the heap
                    BareLoop.Pace alone = new BareLoop(engine).pace(settings.seconds());
                    int blocks = (int) Math.ceil(alone.imagesPerSecond() * settings.seconds() / MemoryFeed.BLOCK_TILES);
                    double around =
                            new MemoryFeed(bundle.config(), engine, one.getKey().device()).tilesPerSecond(blocks);
                    List<Double> bareSoFar = bare.computeIfAbsent(key, none -> new ArrayList<>());
                    List<Double> processorSoFar = processor.computeIfAbsent(key, none -> new ArrayList<>());
                    List<Double> fedSoFar = fed.computeIfAbsent(key, none -> new ArrayList<>());
                    if (round > 0) {
                        bareSoFar.add(alone.imagesPerSecond());
                        processorSoFar.add(alone.processorMs());
                        fedSoFar.add(around);
                    }
                }
            }
        }
        return bare.entrySet().stream()
                .map(e -> new InferFigures.Series(
                        e.getKey().engine(),
                        e.getKey().library(),
                        e.getKey().batch(),
                        e.getValue(),
                        processor.getOrDefault(e.getKey(), List.of()),
                        fed.getOrDefault(e.getKey(), List.of())))
                .toList();
    }
}
