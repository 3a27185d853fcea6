package io.slidestream.standalone.harvest;

import io.slidestream.contracts.Level0Region;
import java.io.IOException;
import java.io.Writer;

/** index.csv beside the class folders: where each tile is from, and who says what it shows. */
final class HarvestIndex {
    static final String FILE = "index.csv";

    private final Writer out;

    HarvestIndex(Writer out) throws IOException {
        this.out = out;
        out.write("file,class,case,slide,x,y,width,height,source,who\n");
    }

    void add(String file, HarvestTile tile, String caseName, String slide) throws IOException {
        Level0Region place = tile.place();
        out.write(field(file) + "," + field(tile.label()) + "," + field(caseName) + "," + field(slide) + "," + place.x()
                + ","
                + place.y() + "," + place.width() + "," + place.height() + ","
                + tile.source().label() + ","
                + field(tile.who()) + "\n");
    }

    private static String field(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
