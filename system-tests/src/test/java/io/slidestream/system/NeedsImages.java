package io.slidestream.system;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips tests where no Docker engine answers or an image is missing, saying so. With {@code SLIDESTREAM_IMAGES=build} in
 * the environment it has the images made of what was just built first, once a JVM.
 */
final class NeedsImages implements ExecutionCondition {
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(12);

    /** Its exit status where Debian's packages cannot be had or Docker cannot build. */
    private static final int IMPOSSIBLE = 3;

    private static @Nullable ConditionEvaluationResult known;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        synchronized (NeedsImages.class) {
            ConditionEvaluationResult result = known == null ? evaluate() : known;
            known = result;
            return result;
        }
    }

    private static ConditionEvaluationResult evaluate() {
        try {
            if (!docker("version").good()) {
                return ConditionEvaluationResult.disabled("no Docker engine answers here");
            }
            if ("build".equals(System.getenv("SLIDESTREAM_IMAGES"))) {
                Commands.Outcome built =
                        Commands.run(Checkout.root(), BUILD_LIMIT, Map.of(), List.of("deploy/airgap/build"));
                if (built.status() == IMPOSSIBLE || built.status() == Commands.TIMED_OUT) {
                    return ConditionEvaluationResult.disabled("the images cannot be made here: " + built.output());
                }
                built.orFail();
            }
            for (String image : Images.ALL) {
                if (!docker("image", "inspect", image).good()) {
                    return ConditionEvaluationResult.disabled("the image " + image
                            + " is missing; deploy/airgap/build makes it, or docker compose build and pull");
                }
            }
            return ConditionEvaluationResult.enabled("Docker and all images are here");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ConditionEvaluationResult.disabled("interrupted");
        }
    }

    private static Commands.Outcome docker(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return Commands.run(Checkout.root(), Duration.ofMinutes(1), Map.of(), command);
    }
}
