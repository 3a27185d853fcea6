package io.slidestream.slides;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What identifies a slide in an archive: its study and series, and the instances of its full resolution.
 *
 * @param instances at least one; the parts of a concatenation are several
 */
public record DicomUids(String study, String series, List<String> instances) {
    private static final String STUDY_KEY = "dicom.StudyInstanceUID";
    private static final String SERIES_KEY = "dicom.SeriesInstanceUID";
    private static final String INSTANCES_KEY = "dicom.SOPInstanceUID";
    /** Several values stand as in DICOM's own texts. */
    private static final String SEPARATOR = "\\";

    private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)+");
    private static final int LONGEST = 64;

    public DicomUids {
        instances = List.copyOf(instances);
        List<String> all = new ArrayList<>(instances);
        all.add(study);
        all.add(series);
        for (String uid : all) {
            if (!isUid(uid)) {
                throw new IllegalArgumentException("a UID must be numbers and dots, was \"" + uid + "\"");
            }
        }
        if (instances.isEmpty()) {
            throw new IllegalArgumentException("instances must not be empty");
        }
    }

    /** From a slide's raw properties; empty for other formats, and where one is missing or none. */
    static Optional<DicomUids> in(Map<String, String> raw) {
        try {
            return Optional.of(new DicomUids(
                    raw.getOrDefault(STUDY_KEY, ""),
                    raw.getOrDefault(SERIES_KEY, ""),
                    List.of(raw.getOrDefault(INSTANCES_KEY, "").split(Pattern.quote(SEPARATOR), -1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Adds what a slide says of itself to its raw properties, under OpenSlide's names. */
    public static void put(String study, String series, List<String> instances, Map<String, String> raw) {
        put(STUDY_KEY, study, raw);
        put(SERIES_KEY, series, raw);
        put(INSTANCES_KEY, String.join(SEPARATOR, instances), raw);
    }

    private static void put(String key, String value, Map<String, String> raw) {
        if (!value.isEmpty()) {
            raw.put(key, value);
        }
    }

    private static boolean isUid(String text) {
        return text.length() <= LONGEST && UID.matcher(text).matches();
    }
}
