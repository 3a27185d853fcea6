package io.slidestream.networks.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelConfigTest {
    private static final String FROM_THE_ZOO = """
            {"spec_version": "1.0", "architecture": "resnet34", "num_classes": 2,
             "class_names": ["Other", "Tumor"], "patch_size_pixels": 350, "spacing_um_px": 0.25,
             "transform": [
               {"name": "Resize", "arguments": {"size": 224}},
               {"name": "ToTensor"},
               {"name": "Normalize", "arguments": {"mean": [0.7238, 0.5716, 0.6779], "std": [0.112, 0.1459, 0.1089]}}],
             "something_else": {"is": "allowed"}}
            """;

    @Test
    void oneClass_orThousandsOrALongName_areRefused() {
        assertThatThrownBy(() -> read(classes(1, "Tumor", "")))
                .hasMessageContaining("class_names must be two at least, was [Tumor]");
        String many = java.util.stream.IntStream.range(1, 200_000)
                .mapToObj(i -> ", \"c" + i + "\"")
                .collect(java.util.stream.Collectors.joining());
        assertThatThrownBy(() -> read(classes(200_000, "c0", many)))
                .hasMessageContaining("class_names must be 1000 at most, were 200000");
        assertThatThrownBy(() -> read(classes(2, "x".repeat(201), ", \"b\"")))
                .hasMessageContaining("class_names must have 200 characters at most");
    }

    private static String classes(int count, String first, String others) {
        return FROM_THE_ZOO
                .replace("\"num_classes\": 2", "\"num_classes\": " + count)
                .replace("\"Other\", \"Tumor\"", "\"" + first + "\"" + others);
    }

    @Test
    void aConfigurationOfTheZoo_isRead() {
        ModelConfig config = read(FROM_THE_ZOO);

        assertThat(config)
                .isEqualTo(new ModelConfig(
                        "resnet34",
                        List.of("Other", "Tumor"),
                        350,
                        0.25,
                        List.of(
                                new Resize(224),
                                new ToTensor(),
                                new Normalize(List.of(0.7238, 0.5716, 0.6779), List.of(0.112, 0.1459, 0.1089))),
                        null,
                        null,
                        1));
        assertThat(config.inputSizePx()).isEqualTo(224);
    }

    @Test
    void withoutResize_theNetworkTakesThePatch() {
        assertThat(new ModelConfig("alexnet", List.of("A", "B"), 227, 0.5, List.of(new ToTensor()), null, null, 1)
                        .inputSizePx())
                .isEqualTo(227);
    }

    @Test
    void whatIsWritten_readsBackTheSame_ownKeysToo() {
        ModelConfig config = new ModelConfig(
                "alexnet", List.of("ADI", "TUM"), 224, 0.5, List.of(new ToTensor()), "two", "CC BY 4.0", 1.5);

        assertThat(ModelConfigJson.read("config.json", ModelConfigJson.write(config)))
                .isEqualTo(config);
    }

    @Test
    void theBytesArePinned_sinceTheModelIdHashesThem() {
        ModelConfig config = new ModelConfig(
                "alexnet", List.of("A", "B"), 224, 0.5, List.of(new Resize(227), new ToTensor()), "ab", null, 1);

        assertThat(new String(ModelConfigJson.write(config), StandardCharsets.UTF_8))
                .isEqualTo("""
                        {
                          "spec_version" : "1.0",
                          "architecture" : "alexnet",
                          "num_classes" : 2,
                          "class_names" : [ "A", "B" ],
                          "patch_size_pixels" : 224,
                          "spacing_um_px" : 0.5,
                          "transform" : [ {
                            "name" : "Resize",
                            "arguments" : {
                              "size" : 227
                            }
                          }, {
                            "name" : "ToTensor"
                          } ],
                          "slidestream" : {
                            "name" : "ab"
                          }
                        }
                        """);
    }

    @Test
    void allFaultsAreReportedTogether() {
        assertThatThrownBy(() -> read("""
                        {"spec_version": "2.0", "num_classes": 3, "class_names": ["A", "A"],
                         "patch_size_pixels": 0, "spacing_um_px": "0.5",
                         "transform": [{"name": "Resize", "arguments": {"size": 1.5}},
                                       {"name": "CenterCrop"},
                                       {"name": "Normalize", "arguments": {"mean": [0, 0], "std": [1, 1, 1]}}],
                         "slidestream": {"nmae": "x", "temperature": -1}}
                        """))
                .isInstanceOf(ModelBundleException.class)
                .hasMessage("""
                        config.json is not a usable model configuration (WSInfer specification 1.0):
                          - spec_version must be "1.0", was "2.0"
                          - architecture must be a text, is missing
                          - class_names must differ from each other, were [A, A]
                          - num_classes is 3 but class_names holds 2
                          - patch_size_pixels must be a whole number from 1 to 16384, was 0
                          - spacing_um_px must be a positive number, was "0.5"
                          - transform[0]: Resize size must be in 1..4096, was 0
                          - transform[1].name must be Resize, ToTensor or Normalize, was "CenterCrop"
                          - transform[2]: Normalize mean must be three finite numbers, was [0.0, 0.0]
                          - slidestream.nmae is unknown, known are [licence, name, temperature]
                          - slidestream.temperature must be a positive number, was -1""");
    }

    @Test
    void anotherOrderOfSteps_isRefused() {
        assertThatThrownBy(() -> read(FROM_THE_ZOO.replace("{\"name\": \"ToTensor\"},", "")))
                .hasMessageContaining("transform must be Resize (optional), ToTensor, Normalize (optional), "
                        + "in this order, was [Resize, Normalize]");
    }

    @Test
    void unknownArguments_areRefused_sinceTheyWouldChangeThePixels() {
        assertThatThrownBy(() -> read(FROM_THE_ZOO.replace("{\"size\": 224}", "{\"size\": 224, \"antialias\": false}")))
                .hasMessageContaining("transform[0] has arguments this version does not know: [antialias]");
    }

    @Test
    void brokenJson_namesTheLine() {
        assertThatThrownBy(() -> read("{\n\"spec_version\": }"))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageStartingWith("config.json is not valid JSON")
                .hasMessageEndingWith("(line 2)");
    }

    @Test
    void aKeyGivenTwice_isRefused() {
        assertThatThrownBy(() -> read("{\"spec_version\": \"1.0\", \"spec_version\": \"1.0\"}"))
                .hasMessageContaining("Duplicate field 'spec_version'");
    }

    private static ModelConfig read(String json) {
        return ModelConfigJson.read("config.json", json.getBytes(StandardCharsets.UTF_8));
    }
}
