package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.synthetic.SyntheticSlide;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/** The services' images, as they are deployed. */
@Tag("docker")
@ExtendWith({NeedsImages.class, NeedsOpenSlide.class})
class ContainersIT {
    private static final String SCORED = "slidestream_tiles_scored_total";

    @TempDir
    Path folder;

    @Test
    void aSlideInTheBucket_isMappedThroughAKilledWorker_asRunMapsIt() throws Exception {
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(4000, 3000).mpp(0.5).write(slide);
        try (Child run = Checkout.slidestream("run", slide, "--out", folder.resolve("by-run"))) {
            run.exits(0);
        }
        byte[] expected = Files.readAllBytes(folder.resolve("by-run/slide/tiles.csv"));

        try (ContainerStack stack = new ContainerStack()) {
            GenericContainer<?> s3 = stack.s3();
            stack.start(stack.kafka(), s3);
            GenericContainer<?> tiler = stack.tiler();
            GenericContainer<?> aggregator = stack.aggregator();
            GenericContainer<?> worker = stack.worker();
            stack.start(tiler, aggregator, worker);
            ViewerClient viewer = ContainerStack.viewer(aggregator);

            ContainerStack.bucket(s3).put(slide);
            Ops ops = ContainerStack.ops(worker);
            stack.await("the first scores", () -> ops.metric(SCORED, "") > 0);
            ContainerStack.kill(worker);
            assertThat(viewer.mapped("slide"))
                    .as("the map when the worker was killed")
                    .isEmpty();

            GenericContainer<?> second = stack.worker();
            stack.start(second);
            stack.await("the map", () -> viewer.mapped("slide").isPresent());
            assertThat(ContainerStack.ops(second).metric(SCORED, "")).isPositive();
            String id = viewer.mapped("slide").orElseThrow();
            assertThat(viewer.file(id, "tiles.csv")).isEqualTo(expected);

            assertThat(second.execInContainer("id", "-u").getStdout()).isEqualTo("10001\n");
            assertThat(ContainerStack.terminate(second)).isEqualTo(143);
            assertThat(ContainerStack.terminate(tiler)).isEqualTo(143);
            assertThat(ContainerStack.terminate(aggregator)).isEqualTo(143);
        }
    }
}
