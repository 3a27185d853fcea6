package io.slidestream.viewer.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileGrid;
import io.slidestream.mapfiles.map.Palette;
import io.slidestream.viewer.catalog.TumourArea;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Data for drawing a map, as JSON. */
final class MapJson {
    private MapJson() {}

    static ObjectNode of(SlideMap map, SlideMap.Shape shape, TumourArea tumour) {
        ObjectNode json = SlideJson.JSON.createObjectNode();
        json.put("id", map.id().hex());
        json.put("attempt", map.attempt());
        slide(json.putObject("slide"), shape);
        grid(json.putObject("grid"), shape.grid());
        model(json.putObject("model"), shape.model());
        classes(json.putArray("classes"), map, shape.model().classNames());
        tumour.className(shape.model().classNames()).ifPresent(name -> json.put("tumourClass", name));
        ArrayNode reasons = json.putArray("rejectionReasons");
        Arrays.stream(RejectionReason.values()) // a browser takes the reason of number n from place n - 1
                .sorted(Comparator.comparingInt(RejectionReason::number))
                .forEach(reason -> reasons.add(reason.label()));
        return json;
    }

    private static void slide(ObjectNode json, SlideMap.Shape shape) {
        json.put("widthPx", shape.grid().slideWidthPx());
        json.put("heightPx", shape.grid().slideHeightPx());
        json.put("mpp", shape.grid().mpp());
        json.put("vendor", shape.vendor());
    }

    private static void grid(ObjectNode json, TileGrid grid) {
        json.put("columns", grid.columns());
        json.put("rows", grid.rows());
        json.put("tileSizePx", grid.tileSizePx());
        json.put("stridePx", grid.stridePx());
    }

    private static void model(ObjectNode json, Model model) {
        json.put("id", model.id());
        json.put("name", model.name());
        json.put("patchSizePx", model.patchSizePx());
        json.put("patchMpp", model.patchMpp());
        json.put("tellsFamiliar", model.tellsFamiliar());
    }

    private static void classes(ArrayNode json, SlideMap map, List<String> names) {
        Palette palette = new Palette(names);
        double scored = map.areasMm2().stream().mapToDouble(Double::doubleValue).sum();
        for (int i = 0; i < names.size(); i++) {
            ObjectNode row = json.addObject();
            row.put("name", names.get(i));
            row.put("tissue", palette.tissue(i));
            row.put("colour", hex(palette.colour(i)));
            row.put("safeColour", hex(palette.distinct(i)));
            double area = map.areaMm2(names.get(i));
            if (!Double.isNaN(area)) {
                row.put("areaMm2", area);
                row.put("share", scored > 0 ? area / scored : 0);
            }
        }
    }

    private static String hex(int rgb) {
        return String.format("#%06x", rgb);
    }
}
