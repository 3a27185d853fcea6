package io.slidestream.system.agents;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/**
 * An agent after which a worker's process ends at once, without a last word, when it begins with a certain block: as
 * where a decoder or a driver crashes.
 */
public final class Poison {
    private static volatile String poisonous = "";

    private Poison() {}

    /**
     * @param blockIndex of the block, in each map
     * @param folder gets the agent's jar
     * @return option of a JVM
     */
    public static String option(int blockIndex, Path folder) throws IOException {
        return Agent.option(Poison.class, blockIndex, folder);
    }

    public static void premain(String blockIndex, Instrumentation instrumentation) {
        poisonous = "block " + blockIndex + " of ";
        new AgentBuilder.Default()
                .type(named("io.slidestream.worker.scoring.ScoringPipeline"))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(BeforeScoring.class).on(named("score"))))
                .installOn(instrumentation);
    }

    /** @param block what the pipeline is to score */
    public static void taste(Object block) {
        if (block.toString().startsWith(poisonous)) {
            Runtime.getRuntime().halt(134);
        }
    }

    static final class BeforeScoring {
        private BeforeScoring() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) Object block) {
            taste(block);
        }
    }
}
