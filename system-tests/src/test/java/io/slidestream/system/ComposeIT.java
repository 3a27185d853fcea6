package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.system.deploy.Dashboards;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises of docker-compose.yml. */
@Tag("docker")
@ExtendWith(NeedsImages.class)
class ComposeIT {
    /** Prometheus goes on telling of the containers before for five minutes. */
    private static final String OF_LATE = "sum(last_over_time(%s[15s]))";

    @TempDir
    Path folder;

    @Test
    void upAndASlideInTheBucket_giveAMap_whichDownAndUpKeep() throws Exception {
        Optional<ComposeProject> compose = ComposeProject.here();
        assumeTrue(compose.isPresent(), "neither docker compose nor docker-compose is here");
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(2000, 1500).mpp(0.5).write(slide);

        try (ComposeProject project = compose.orElseThrow()) {
            project.run("up", "--detach", "--no-build");
            project.await("the bucket", () -> put(project, slide));
            project.await("the map", () -> project.viewer().mapped("slide").isPresent());
            project.await("three services in Prometheus", () -> project.prometheus("up") == 3);
            project.await("the tiles in Prometheus", () -> project.prometheus("slidestream_tiles_scored_total") > 0);

            List<String> ofS3 = Dashboards.queries()
                    .map(query -> query.every("1m"))
                    .filter(query -> query.contains("slidestream_s3_"))
                    .toList();
            assertThat(ofS3).isNotEmpty();
            for (String query : ofS3) {
                project.await(query, () -> project.hasData(query));
            }

            project.run("down");
            project.run("up", "--detach", "--no-build");
            project.await(
                    "the map, again", () -> project.viewer().mapped("slide").isPresent());
            project.await(
                    "the tiler's word on the slide",
                    () -> project.prometheus(OF_LATE.formatted("slidestream_slide_states{state=\"mapped\"}")) == 1
                            && project.prometheus(OF_LATE.formatted("up")) == 3);
            assertThat(project.prometheus(OF_LATE.formatted("slidestream_tiler_slides_total")))
                    .as("slides tiled by the second up")
                    .isZero();
        }
    }

    private static boolean put(ComposeProject project, Path slide) {
        try {
            project.bucket().put(slide);
            return true;
        } catch (software.amazon.awssdk.core.exception.SdkClientException e) {
            return false; // not listening yet
        }
    }
}
