package io.slidestream.networks.published;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.pytorch.PyTorchFormatException;
import io.slidestream.networks.pytorch.StateDictionary;
import io.slidestream.networks.weights.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** A file of weights, told by its first bytes: a state dictionary, TorchScript or safetensors. */
final class WeightFile {
    private static final int PICKLE = 0x80;

    private WeightFile() {}

    /** @throws ModelBundleException saying what is wrong with the file */
    static StateDictionary.Content read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelBundleException(file + " is no file of weights: "
                    + (Files.exists(file) ? "it is a folder; name the file in it" : "there is no such file"));
        }
        if (file.toString().endsWith(".onnx")) {
            throw new ModelBundleException(
                    file + " is an ONNX file, which is served as it is: put it as model.onnx into a"
                            + " folder beside a config.json (docs/formats.md)");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(2);
            boolean zip = Arrays.equals(start, new byte[] {'P', 'K'});
            return zip || (start.length > 0 && (start[0] & 0xff) == PICKLE)
                    ? StateDictionary.read(file)
                    : new StateDictionary.Content(new TreeMap<>(Safetensors.read(file)), List.of());
        } catch (PyTorchFormatException e) {
            throw new ModelBundleException(file + " cannot be imported: it " + e.getMessage(), e);
        } catch (IOException e) {
            String fault = FileFault.words(e).replace(file + ": ", "");
            throw new ModelBundleException(file + " cannot be imported: " + fault, e);
        } catch (OutOfMemoryError e) {
            throw new ModelBundleException(file + " cannot be imported: its weights need more memory than there is"
                    + " (JAVA_TOOL_OPTIONS=-Xmx8g gives more)");
        }
    }
}
