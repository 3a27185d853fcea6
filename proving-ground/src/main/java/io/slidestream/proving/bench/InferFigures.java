package io.slidestream.proving.bench;

import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.Precision;
import java.util.List;
import java.util.Optional;

/**
 * Result of the measurement.
 *
 * @param model name, architecture and the first digits of the id
 * @param threads of each engine
 */
public record InferFigures(String model, int threads, List<Series> series) {
    public InferFigures {
        series = List.copyOf(series);
    }

    /**
     * One engine at one batch size; one value a round, in order.
     *
     * @param library the engine as it names itself
     * @param bare images a second of the engine in a loop
     * @param processor milliseconds of processor an image of the engine in a loop
     * @param fed images a second through a worker's pipeline, from tiles in memory
     */
    public record Series(
            EngineChoice engine,
            String library,
            int batch,
            List<Double> bare,
            List<Double> processor,
            List<Double> fed) {
        public Series {
            bare = List.copyOf(bare);
            processor = List.copyOf(processor);
            fed = List.copyOf(fed);
        }

        /** Share of the engine's own rate that is left when a worker feeds it. */
        public double fedShare() {
            return Medians.ofRatios(fed, bare);
        }
    }

    public List<EngineChoice> engines() {
        return series.stream().map(Series::engine).distinct().toList();
    }

    public List<Integer> batches() {
        return series.stream().map(Series::batch).distinct().toList();
    }

    /** Empty where the engine takes no batch of that size. */
    public Optional<Series> of(EngineChoice engine, int batch) {
        return series.stream()
                .filter(one -> one.engine().equals(engine) && one.batch() == batch)
                .findFirst();
    }

    /** How many times less processor an engine in bytes takes than the same in floats, in each round; empty where one was not measured. */
    public Optional<Double> gainOfBytes(EngineChoice engine, int batch) {
        if (engine.precision() != Precision.INT8) {
            return Optional.empty();
        }
        EngineChoice floats = new EngineChoice(engine.kind(), Precision.FP32, engine.device());
        return of(engine, batch)
                .flatMap(one -> of(floats, batch).map(other -> Medians.ofRatios(other.processor(), one.processor())));
    }

    /** The bare rates of two engines at a batch size, divided in each round; empty where one was not measured. */
    public Optional<Double> ratio(EngineChoice above, EngineChoice below, int batch) {
        return of(above, batch)
                .flatMap(one -> of(below, batch).map(other -> Medians.ofRatios(one.bare(), other.bare())));
    }
}
