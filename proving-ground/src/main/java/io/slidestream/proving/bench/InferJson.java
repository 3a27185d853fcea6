package io.slidestream.proving.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.Precision;
import java.io.IOException;
import java.nio.file.Path;

/** The figures for scripts. */
public final class InferJson {
    private static final EngineChoice ONNX = new EngineChoice(EngineKind.ONNXRUNTIME, Precision.FP32);
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private InferJson() {}

    public static void write(InferFigures figures, Path file) throws IOException {
        JSON.writeValue(file.toFile(), json(figures));
    }

    static ObjectNode json(InferFigures figures) {
        ObjectNode json = JSON.createObjectNode();
        json.put("benchmark", "infer").put("model", figures.model()).put("threads", figures.threads());
        Machine.describe(json.putObject("machine"));
        var results = json.putArray("results");
        for (InferFigures.Series series : figures.series()) {
            ObjectNode result = results.addObject()
                    .put("engine", series.engine().kind().label())
                    .put("precision", series.engine().precision().label())
                    .put("device", series.engine().device().label())
                    .put("library", series.library())
                    .put("batch", series.batch())
                    .put("bareImagesPerSecond", Medians.of(series.bare()))
                    .put("bareProcessorMs", Medians.of(series.processor()))
                    .put("fedImagesPerSecond", Medians.of(series.fed()))
                    .put("fedOverBare", series.fedShare());
            figures.ratio(series.engine(), ONNX, series.batch())
                    .ifPresent(ratio -> result.put("bareOverOnnxruntimeFp32", ratio));
            figures.gainOfBytes(series.engine(), series.batch())
                    .ifPresent(gain -> result.put("fp32ProcessorOverOwn", gain));
            series.processor().forEach(result.withArray("processorMsRounds")::add);
            series.bare().forEach(result.withArray("bareRounds")::add);
            series.fed().forEach(result.withArray("fedRounds")::add);
        }
        return json;
    }
}
