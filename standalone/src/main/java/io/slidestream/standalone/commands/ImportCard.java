package io.slidestream.standalone.commands;

import io.slidestream.networks.onnx.Agreement;
import io.slidestream.networks.published.ImportedModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person should know of an imported model: where it comes from, what was said of it and what was assumed. */
record ImportCard(
        Path file,
        ImportedModel model,
        Agreement agreement,
        @Nullable TileCheck check) {

    String text() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(model.config().name()).append("\n\nImported from `");
        text.append(file.getFileName()).append("` (SHA-256 `").append(sha256()).append("`): ");
        text.append(model.network().label())
                .append(" of the family ")
                .append(model.network().family());
        text.append(", under ").append(model.naming()).append("'s names.\n");
        text.append("Licence of the weights: ")
                .append(
                        model.config().licence() == null
                                ? "not stated"
                                : model.config().licence())
                .append(".\n\n## What was said\n\n");
        model.said().forEach(line -> text.append("- ").append(line).append('\n'));
        text.append("\n## What was assumed\n\n");
        model.assumed().forEach(line -> text.append("- ").append(line).append('\n'));
        if (model.assumed().isEmpty()) {
            text.append("Nothing.\n");
        }
        text.append("\n## What was measured\n\n");
        text.append(
                agreement.isMeasured()
                        ? String.format(
                                Locale.ROOT,
                                "- Deeplearning4j and ONNX Runtime differ by at most %.2g in a logit over %d random patches%n",
                                agreement.maxAbsDifference(),
                                agreement.patches())
                        : "- Deeplearning4j does not compute this network: choose the engine onnxruntime.\n");
        if (check == null) {
            text.append("- On no tiles yet: `slidestream evaluate` measures it.\n");
        } else {
            check.lines().forEach(line -> text.append("- ").append(line).append('\n'));
        }
        return text.append("\nResearch software, no medical device.\n").toString();
    }

    private String sha256() throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
