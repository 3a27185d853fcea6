package io.slidestream.mapfiles.map;

import io.slidestream.contracts.SlideTiled;

/** What pictures, pages and objects that may leave the house call a slide. None says where it lies. */
public enum SlideTitles {
    /** The name of its file. */
    NAMES {
        @Override
        String of(SlideTiled manifest) {
            String name = manifest.slide().name();
            String last = name.substring(name.lastIndexOf('/') + 1);
            return last.isBlank() ? "_" : last;
        }
    },
    /** A part of its map's id, where names tell of patients. */
    IDS {
        @Override
        String of(SlideTiled manifest) {
            return "slide of map " + manifest.mapId().hex().substring(0, 8);
        }
    };

    abstract String of(SlideTiled manifest);
}
