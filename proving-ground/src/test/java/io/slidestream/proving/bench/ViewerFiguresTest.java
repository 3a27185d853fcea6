package io.slidestream.proving.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewerFiguresTest {
    private final ViewerFigures figures = new ViewerFigures(
            "S1",
            4000,
            3000,
            List.of(
                    new ViewerFigures.Level(12, 1, List.of(9.0, 1.0, 5.0)),
                    new ViewerFigures.Level(11, 2, List.of(2.0, 3.0))));

    @Test
    void table_hasEachLevelAndAll() {
        assertThat(figures.table().lines().toList())
                .contains("12, 1/1            3       5.0     9.0     9.0")
                .contains("all                5       3.0     9.0     9.0");
    }

    @Test
    void json_hasTheSameFigures() throws IOException {
        JsonNode json = new ObjectMapper().readTree(figures.json());
        assertThat(json.get("medianMillis").asDouble()).isEqualTo(3);
        assertThat(json.at("/levels/1/millis/1").asDouble()).isEqualTo(3);
    }
}
