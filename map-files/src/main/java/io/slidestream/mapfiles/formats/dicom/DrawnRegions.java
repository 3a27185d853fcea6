package io.slidestream.mapfiles.formats.dicom;

import java.time.Instant;
import java.util.List;

/**
 * What people say of regions of a slide.
 *
 * @param softwareVersion of what wrote it down
 * @param groups regions of one class by one person each, in order
 */
public record DrawnRegions(DicomMap.Slide slide, String softwareVersion, List<Group> groups) {
    public DrawnRegions {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("groups must not be empty: an object of annotations has one at least");
        }
    }

    /** What one person says is of one class. */
    public record Group(DicomClass of, String who, List<Drawn> drawn) {
        public Group {
            drawn = List.copyOf(drawn);
            if (drawn.isEmpty()) {
                throw new IllegalArgumentException("drawn must not be empty in a group of " + of.name());
            }
        }
    }

    /** A region: its polygons, and what was said of it, when. */
    public record Drawn(List<Polygon> polygons, String comment, Instant at) {
        public Drawn {
            polygons = List.copyOf(polygons);
        }
    }

    /** The person, where it is one. */
    String onlyAuthor() {
        List<String> names = groups.stream().map(Group::who).distinct().toList();
        return names.size() == 1 ? names.get(0) : "";
    }

    /** When the last word was said. */
    Instant latest() {
        return groups.stream()
                .flatMap(group -> group.drawn().stream())
                .map(Drawn::at)
                .max(Instant::compareTo)
                .orElseThrow();
    }
}
