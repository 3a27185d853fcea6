package io.slidestream.standalone.commands;

import io.slidestream.contracts.Sha256;
import io.slidestream.networks.familiar.FamiliarFit;
import io.slidestream.networks.onnx.Agreement;
import io.slidestream.networks.published.ImportedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person should know of an imported model: where it comes from, what was said of it and what was assumed. */
record ImportCard(
        Path file,
        ImportedModel model,
        Agreement agreement,
        @Nullable TileCheck check,
        int familiarTiles) {

    String text() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(model.config().name()).append("\n\nImported from `");
        text.append(file.getFileName())
                .append("` (SHA-256 `")
                .append(Sha256.hex(file))
                .append("`): ");
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
        if (familiarTiles > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "- A tile is unfamiliar beyond the distance that %.0f %% of %d tiles keep, each held out of one of five folds.%n",
                    100 * FamiliarFit.FAMILIAR_SHARE,
                    familiarTiles));
        }
        return text.append("\nResearch software, no medical device.\n").toString();
    }
}
