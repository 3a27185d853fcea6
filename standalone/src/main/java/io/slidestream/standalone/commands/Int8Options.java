package io.slidestream.standalone.commands;

import io.slidestream.networks.onnx.Int8Export;
import io.slidestream.networks.onnx.LabelledPicture;
import io.slidestream.standalone.terminal.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether model.int8.onnx is written, and the tiles it is calibrated on. */
final class Int8Options {
    @Option(names = "--int8", description = "Write model.int8.onnx too; needs --calibrate.")
    private boolean int8;

    @Option(
            names = "--calibrate",
            paramLabel = "TILES",
            description = "A folder with a folder of pictures for each class, named as the model names it; at least "
                    + Int8Export.LEAST_TILES + ". A third sets the ranges, the rest has to show that accuracy is lost"
                    + " by one point at most.")
    private @Nullable Path calibration;

    /** @throws UsageException if one of the two options stands alone */
    void check() {
        if (int8 != (calibration != null)) {
            throw new UsageException("--int8 and --calibrate TILES need each other");
        }
    }

    /** The tiles to calibrate on; empty where no 8-bit form is asked for. */
    Optional<List<LabelledPicture>> tiles(List<String> classNames) {
        return Optional.ofNullable(calibration).map(folder -> LabelledTiles.in(folder, classNames));
    }
}
