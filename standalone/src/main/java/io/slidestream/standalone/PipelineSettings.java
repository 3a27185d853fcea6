package io.slidestream.standalone;

import io.slidestream.networks.EngineChoice;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the chain in one JVM needs to know.
 *
 * @param data where the broker and the ledgers live; survives, one process at a time
 * @param results where the maps are written
 * @param model folder of the model bundle
 * @param mpp microns per level-0 pixel whatever the slides say, or null
 * @param stride distance between tile origins as a share of their side, in (0, 1]
 * @param engine what computes the network
 * @param batch tiles a call of the network
 * @param threads the network computes with; 0 means one per processor
 */
record PipelineSettings(
        Path data,
        Path results,
        Path model,
        @Nullable Double mpp,
        double stride,
        EngineChoice engine,
        int batch,
        int threads) {}
