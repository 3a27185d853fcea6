package io.slidestream.aggregator.results;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is written of each map, and how it is shown.
 *
 * @param smoothingCells pictures show the mean over so many neighbours to each side; 0 shows the cells as they are.
 *     Figures and data files are never smoothed
 * @param tumorThreshold a cell with at least this tumour probability belongs to a tumour region
 * @param tumorClass name of the class whose regions are measured; null: found by name
 */
public record ResultsSettings(
        Set<ResultFormat> formats,
        int smoothingCells,
        double tumorThreshold,
        @Nullable String tumorClass) {
    public static final int MAX_SMOOTHING = 5;
    public static final double DEFAULT_THRESHOLD = 0.5;
    public static final ResultsSettings DEFAULT = new ResultsSettings(ResultFormat.DEFAULT, 0, DEFAULT_THRESHOLD, null);

    public ResultsSettings {
        formats = formats.isEmpty() ? EnumSet.noneOf(ResultFormat.class) : EnumSet.copyOf(formats);
        if (smoothingCells < 0 || smoothingCells > MAX_SMOOTHING) {
            throw new IllegalArgumentException(
                    "smoothingCells must be in 0.." + MAX_SMOOTHING + ", was " + smoothingCells);
        }
        if (!(tumorThreshold > 0 && tumorThreshold <= 1)) {
            throw new IllegalArgumentException("tumorThreshold must be in (0, 1], was " + tumorThreshold);
        }
    }

    boolean wants(ResultFormat... any) {
        for (ResultFormat format : any) {
            if (formats.contains(format)) {
                return true;
            }
        }
        return false;
    }
}
