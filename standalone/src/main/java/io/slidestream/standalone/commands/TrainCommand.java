package io.slidestream.standalone.commands;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.weights.StoredAs;
import io.slidestream.standalone.terminal.Terminal;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.trainer.Training;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.data.SplitRatios;
import io.slidestream.trainer.data.Unreadable;
import io.slidestream.trainer.encoder.EncoderRequest;
import io.slidestream.trainer.encoder.EncoderTraining;
import io.slidestream.trainer.recipe.NewModel;
import io.slidestream.trainer.recipe.StartingNetwork;
import io.slidestream.trainer.recipe.TrainingRequest;
import io.slidestream.trainer.recipe.TrainingTiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "train",
        description =
                "Fine-tunes a pretrained network on folders of tiles as labels, measures it on tiles it has not seen"
                        + " and writes the model bundle. A killed training goes on with --resume.")
public final class TrainCommand implements Callable<Integer> {
    /** The spacing of the published nine-class tiles. */
    private static final String TILE_MPP = "0.5";

    @Parameters(
            paramLabel = "TILES",
            description = "A folder with a folder of pictures for each class, or an npz file of images and labels (as"
                    + " PathMNIST).")
    @SuppressWarnings("NullAway.Init") // required
    private Path tiles;

    @Option(names = "--out", paramLabel = "MODEL", required = true, description = "Where the bundle is written.")
    @SuppressWarnings("NullAway.Init") // required
    private Path out;

    @Option(
            names = "--pretrained",
            paramLabel = "FILE|MODEL",
            description = "The network's weights to start from: safetensors, a PyTorch state dictionary (.pth), or the"
                    + " folder of a model, imported or trained. Without it, training starts from scratch.")
    private @Nullable Path pretrained;

    @Option(
            names = "--encoder",
            paramLabel = "MODEL",
            description = "Trains a new last layer on the features of this network, which stays as it is: a bundle's"
                    + " folder, a file of weights (safetensors, .pth), or an ONNX file that gives features. In place of"
                    + " --pretrained, --network and the recipe.")
    private @Nullable Path encoder;

    @Option(
            names = "--half",
            description =
                    "With --encoder: keep the weights as numbers of 16 bits, in half the space. Features and figures"
                            + " are those of the rounded weights.")
    private boolean half;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description =
                    "Where an encoder's features are kept, so that a killed training goes on, and the next begins,"
                            + " with them. Default: .slidestream-features beside --out.")
    private @Nullable Path cache;

    @Option(
            names = "--network",
            paramLabel = "NAME",
            description =
                    "squeezenet, alexnet, alexnet-grouped (the original, as MATLAB ships it), or any convolutional"
                            + " network that import knows, as resnet18, resnet34, resnet50, mobilenet_v2, densenet121 or"
                            + " efficientnet_b0, with its --pretrained weights. Default: that of the weights, or squeezenet.")
    private @Nullable String network;

    @Option(
            names = "--split",
            paramLabel = "A/B/C",
            description = "Percent of each class to train on, to validate and to test; with --test, or with none to be"
                    + " tested on, A/B. Default: the parts of the npz file, or else 40/20/40.")
    private @Nullable String split;

    @Option(
            names = "--test",
            paramLabel = "TILES",
            description = "Other tiles to test on, as of other patients. None may hold the pixels of a tile of TILES.")
    private @Nullable Path test;

    @Option(
            names = "--groups",
            paramLabel = "FILE|COLUMN|REGEX",
            description =
                    "Keeps each case's tiles in one part: a table with the columns file and case (or patient, group,"
                            + " slide), a column of TILES/index.csv, or a regular expression over the files' names whose"
                            + " one group in parentheses names the case. Without it, tiles that are stained alike"
                            + " are kept in one part, of classes of 100 tiles or more.")
    private @Nullable String groups;

    @Option(
            names = "--folds",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Also measures by N-fold cross-validation, with mean and 95 %% interval: N more trainings, of cases"
                            + " where --groups names them. Default: none; with --encoder 5, of up to 3,000 tiles.")
    private int folds;

    @Option(
            names = "--skip-unreadable",
            description = "Leave out pictures that cannot be read, and list them. They are refused otherwise.")
    private boolean skipUnreadable;

    @Option(names = "--name", paramLabel = "NAME", description = "The model's name. Default: the folder's.")
    private @Nullable String name;

    @Option(
            names = "--tile-mpp",
            paramLabel = "MICRONS",
            defaultValue = TILE_MPP,
            description = "Microns per pixel of the tiles. Default: " + TILE_MPP + ".")
    private double tileMpp;

    @Option(
            names = "--normalize",
            paramLabel = "NAME",
            description = "What the pretrained weights expect of the pixels: caffe (RGB minus its mean) or torchvision."
                    + " Default: what the model's folder says, or else caffe for squeezenet and alexnet-grouped,"
                    + " torchvision for all others.")
    private @Nullable String normalize;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the split. Default: 1.")
    private long seed;

    @Mixin
    private final ThreadOption threads = new ThreadOption();

    @Option(names = "--licence", paramLabel = "SPDX", description = "Licence of the new weights.")
    private @Nullable String licence;

    @Option(
            names = "--notes",
            paramLabel = "FILE",
            description = "Markdown for the model card: where data and weights come from, limits.")
    private @Nullable Path notes;

    @Mixin
    private final RecipeOptions recipe = new RecipeOptions();

    @Option(
            names = "--resume",
            description = "Go on after the last whole epoch of the same training, which was killed.")
    private boolean resume;

    @Override
    public Integer call() {
        try {
            if (encoder != null) {
                EncoderTraining.run(encoderRequest(encoder), Terminal.standard());
            } else {
                Training.run(request(), Terminal.standard());
            }
            return 0;
        } catch (TrainingException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private EncoderRequest encoderRequest(Path network) {
        if (pretrained != null) {
            throw new UsageException("--pretrained and --encoder both say which network to begin with; name one");
        }
        try {
            return new EncoderRequest(
                    data(),
                    model(),
                    network,
                    normalize == null ? null : normalization(normalize),
                    cache == null ? out.toAbsolutePath().normalize().resolveSibling(".slidestream-features") : cache,
                    half ? StoredAs.HALVES : StoredAs.FLOATS,
                    threads.cores());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UsageException("cannot read " + notes + ": " + FileFault.words(e));
        }
    }

    private TrainingRequest request() {
        StartingNetwork start = StartingNetwork.find(network, pretrained);
        try {
            return new TrainingRequest(
                    data(),
                    model(),
                    start,
                    pretrained,
                    normalize == null ? start.normalize() : normalization(normalize),
                    recipe.recipe(),
                    threads.cores(),
                    resume);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UsageException("cannot read " + notes + ": " + FileFault.words(e));
        }
    }

    private TrainingTiles data() {
        return new TrainingTiles(
                tiles,
                test,
                ratios(split),
                skipUnreadable ? Unreadable.SKIPPED : Unreadable.REFUSED,
                seed,
                groups,
                folds);
    }

    private NewModel model() throws IOException {
        return new NewModel(
                out,
                name == null ? String.valueOf(out.toAbsolutePath().normalize().getFileName()) : name,
                tileMpp,
                licence,
                notes == null ? null : Files.readString(notes));
    }

    private static @Nullable SplitRatios ratios(@Nullable String split) {
        if (split == null) {
            return null;
        }
        if (!split.matches("\\d{1,2}/\\d{1,2}(/\\d{1,2})?")) {
            throw new UsageException("--split must be percentages like 40/20/40, was " + split);
        }
        int[] shares =
                Arrays.stream(split.split("/", -1)).mapToInt(Integer::parseInt).toArray();
        if (Arrays.stream(shares).sum() != 100) {
            throw new UsageException("--split must add up to 100, was " + split);
        }
        return new SplitRatios(shares[0] / 100.0, shares[1] / 100.0);
    }

    private static Normalize normalization(String name) {
        return switch (name) {
            case "caffe" -> TrainingRequest.CAFFE;
            case "torchvision" -> TrainingRequest.TORCHVISION;
            default -> throw new UsageException("--normalize must be caffe or torchvision, was " + name);
        };
    }
}
