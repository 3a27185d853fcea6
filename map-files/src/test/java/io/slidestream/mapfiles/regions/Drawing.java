package io.slidestream.mapfiles.regions;

/** A grid as a picture in letters; dots belong to no region. */
final class Drawing {
    private final String[] rows;

    Drawing(String... rows) {
        this.rows = rows;
    }

    RegionMap regions() {
        int columns = rows[0].length();
        return RegionMap.of(columns, rows.length, cell -> {
            char letter = rows[cell / columns].charAt(cell % columns);
            return letter == '.' ? -1 : letter;
        });
    }
}
