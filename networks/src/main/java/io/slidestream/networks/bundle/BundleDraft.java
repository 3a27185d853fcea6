package io.slidestream.networks.bundle;

import io.slidestream.contracts.files.DraftFolder;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.familiar.Familiar;
import io.slidestream.networks.weights.StoredAs;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A bundle in the making: lies in a hidden folder beside its target and can be loaded and measured there; {@link
 * #publish} moves it into place in one step, so that nobody ever sees half a model. What is not published is deleted on
 * close.
 *
 * <p>Equal arguments give equal bytes, and so an equal model id.
 */
public final class BundleDraft implements AutoCloseable {
    private final Path named;
    private final Path target;
    private final DraftFolder folder;

    /** Writes a file. */
    public interface Writer {
        void write(Path file) throws IOException;
    }

    /**
     * Writes the two files that make a bundle.
     *
     * @throws ModelBundleException if weights and configuration do not fit, or the disk refuses
     */
    public BundleDraft(Path target, ModelConfig config, Map<String, Tensor> weights) {
        this(target, config, weights, StoredAs.FLOATS);
    }

    /**
     * The same with other numbers in the file of weights.
     *
     * @throws ModelBundleException if weights and configuration do not fit, or the disk refuses
     */
    public BundleDraft(Path target, ModelConfig config, Map<String, Tensor> weights, StoredAs storedAs) {
        this(target, config, ModelBundle.WEIGHTS, file -> storedAs.write(file, weights));
    }

    /**
     * Writes the two files that make a bundle for ONNX Runtime alone.
     *
     * @param onnx writes the model
     * @throws ModelBundleException if the disk refuses
     */
    public BundleDraft(Path target, ModelConfig config, Writer onnx) {
        this(target, config, ModelBundle.ONNX, onnx);
    }

    private BundleDraft(Path target, ModelConfig config, String file, Writer writer) {
        named = target;
        this.target = target.toAbsolutePath().normalize();
        try {
            folder = DraftFolder.of(this.target);
        } catch (IOException e) {
            throw failure("write", e);
        }
        try {
            Files.write(folder.path().resolve(ModelBundle.CONFIG), ModelConfigJson.write(config));
            writer.write(folder.path().resolve(file));
        } catch (IllegalArgumentException e) {
            close();
            throw e;
        } catch (IOException e) {
            close();
            throw failure("write", e);
        }
    }

    /** The bundle as it stands in its hidden folder. */
    public ModelBundle bundle() {
        return ModelBundle.load(folder.path(), named);
    }

    /** Adds what tells how familiar a tile is, which counts for the model's id. */
    public void add(Familiar statistics) {
        try {
            statistics.write(folder.path().resolve(ModelBundle.FAMILIAR));
        } catch (IOException e) {
            throw new ModelBundleException(
                    "cannot write " + ModelBundle.FAMILIAR + " of " + target + ": " + FileFault.words(e), e);
        }
    }

    /** Adds a file for people beside the weights; it does not count for the model's id. */
    public void add(String fileName, byte[] content) {
        if (List.of(ModelBundle.CONFIG, ModelBundle.WEIGHTS, ModelBundle.FAMILIAR)
                .contains(fileName)) {
            throw new IllegalArgumentException(fileName + " is the bundle's own");
        }
        try {
            Files.write(folder.path().resolve(fileName), content);
        } catch (IOException e) {
            throw new ModelBundleException("cannot write " + fileName + " of " + target + ": " + FileFault.words(e), e);
        }
    }

    /**
     * Moves the bundle into place. A bundle that is there already gives way; anything else does not.
     *
     * @throws ModelBundleException if the target exists and is no model bundle
     */
    public ModelBundle publish() {
        checkFree(target);
        try {
            folder.moveTo(target);
        } catch (IOException e) {
            throw failure("write", e);
        }
        return ModelBundle.load(target);
    }

    /**
     * Checks that a bundle may be published there: nothing, an empty folder or another bundle may stand there, in a folder that this user
     * may write to.
     *
     * @throws ModelBundleException saying what is in the way
     */
    public static void checkFree(Path target) {
        if (!Files.exists(target)) {
            checkRoom(target);
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new ModelBundleException(target + " is a file; name a folder for the model bundle");
        }
        try (Stream<Path> content = Files.list(target)) {
            if (content.findAny().isPresent() && !isBundle(target)) {
                throw new ModelBundleException(
                        target + " holds other files; name an empty or a new folder for the model bundle");
            }
        } catch (IOException e) {
            throw new ModelBundleException("cannot look into " + target + ": " + FileFault.words(e), e);
        }
    }

    private static void checkRoom(Path target) {
        Path above = target.toAbsolutePath().normalize().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (above != null && !(Files.isDirectory(above) && Files.isWritable(above))) {
            throw new ModelBundleException("there can be no model bundle " + target + ": " + above
                    + (Files.isDirectory(above) ? " is closed to this user" : " is no folder")
                    + "; name another place for it");
        }
    }

    private static boolean isBundle(Path folder) {
        return Files.isRegularFile(folder.resolve(ModelBundle.WEIGHTS))
                || Files.isRegularFile(folder.resolve(ModelBundle.CONFIG))
                        && Files.isRegularFile(folder.resolve(ModelBundle.ONNX));
    }

    @Override
    public void close() {
        try {
            folder.close();
        } catch (IOException e) {
            throw failure("delete the unfinished copy of", e);
        }
    }

    private ModelBundleException failure(String what, IOException cause) {
        return new ModelBundleException(
                "cannot " + what + " the model bundle " + target + ": " + FileFault.words(cause), cause);
    }
}
