package io.slidestream.system;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.slides.openslide.OpenSlideMissingException;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests on machines without OpenSlide, saying so. */
public final class NeedsOpenSlide implements ExecutionCondition {
    /** Asked for before each test, and the same for all of them. */
    private static final ConditionEvaluationResult ANSWER = evaluate();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return ANSWER;
    }

    private static ConditionEvaluationResult evaluate() {
        try {
            Path slide = Files.createTempFile("slide", ".svs");
            try {
                SyntheticSlide.builder().size(300, 300).write(slide);
                SlideReaders.open(slide).close();
                return ConditionEvaluationResult.enabled("OpenSlide answers");
            } finally {
                Files.delete(slide);
                Files.deleteIfExists(SyntheticSlide.truthPath(slide));
            }
        } catch (OpenSlideMissingException e) {
            return ConditionEvaluationResult.disabled(String.valueOf(e.getMessage()));
        } catch (SlideException | IOException e) {
            throw new AssertionError("a synthetic slide cannot be opened", e);
        }
    }
}
