package io.slidestream.proving.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;

/** The figures for people. */
public final class ReadTable {
    private static final String OPENSLIDE = "openslide";
    private static final String DIRECT = "direct";
    private static final String BARE = "bare decode";

    private final ReadFigures figures;
    private final List<Integer> threads;
    private final List<String> contenders;
    private final StringBuilder text = new StringBuilder();

    private ReadTable(ReadFigures figures) {
        this.figures = figures;
        this.threads = figures.series().stream()
                .map(ReadFigures.Series::threads)
                .distinct()
                .toList();
        this.contenders = figures.series().stream()
                .map(ReadFigures.Series::contender)
                .distinct()
                .toList();
    }

    public static String of(ReadFigures figures) {
        return new ReadTable(figures).text();
    }

    private String text() {
        ReadFigures.Subject subject = figures.subject();
        line("%s  %d x %d px", subject.slide(), subject.widthPx(), subject.heightPx());
        line(
                "%d tiles of %d x %d px, %s level-0 pixels a pixel, decoded at %s by %s%s",
                figures.tiles(),
                figures.tilePx(),
                figures.tilePx(),
                number(figures.downsample()),
                figures.reduction() == 1 ? "full size" : "1/" + figures.reduction(),
                subject.decoder(),
                figures.coded()
                        .map(coded -> ", over %d coded tiles of %d x %d px"
                                .formatted(coded.tiles(), coded.widthPx(), coded.heightPx()))
                        .orElse(""));
        if (figures.coded().isEmpty()) {
            line("no direct reading, no bare decode: it is read by %s alone", subject.reader());
        }
        line(
                "medians of %d rounds in which all take turns, after a round to warm up; page cache warm, caches of the"
                        + " readers empty at first%n",
                figures.series().get(0).tilesPerSecond().size());
        heading("tiles/s");
        for (String contender : contenders) {
            row(contender, series -> grouped(series.median()), contender);
        }
        text.append(String.format("%n"));
        heading("tiles/s of processor");
        for (String contender : contenders) {
            row(contender, series -> grouped(Medians.of(series.tilesPerProcessorSecond())), contender);
        }
        text.append(String.format("%n"));
        heading("ratios");
        for (String other : List.of(BARE, OPENSLIDE)) {
            if (contenders.contains(DIRECT) && contenders.contains(other)) {
                row("direct / " + other, series -> ratio(series, other, ReadFigures::ratio), DIRECT);
                row("  of processor", series -> ratio(series, other, ReadFigures::processorRatio), DIRECT);
            }
        }
        for (String contender : contenders) {
            row(contender + " / " + threads.get(0) + " thr.", this::overFirst, contender);
        }
        return text.toString();
    }

    private interface Cell {
        String of(ReadFigures.Series series);
    }

    private void heading(String title) {
        text.append(String.format("%-24s", title));
        for (Order order : Order.values()) {
            for (int number : threads) {
                text.append(String.format("%18s", order.label() + ", " + number + (number == 1 ? " thread" : " thr.")));
            }
        }
        text.append(String.format("%n"));
    }

    private void row(String title, Cell cell, String contender) {
        text.append(String.format("  %-22s", title));
        for (Order order : Order.values()) {
            for (int number : threads) {
                text.append(String.format("%18s", cell.of(figures.of(contender, order, number))));
            }
        }
        text.append(String.format("%n"));
    }

    private String ratio(
            ReadFigures.Series series, String other, ToDoubleBiFunction<ReadFigures.Series, ReadFigures.Series> of) {
        return number(of.applyAsDouble(series, figures.of(other, series.order(), series.threads())));
    }

    /** Speed relative to the first number of threads. */
    private String overFirst(ReadFigures.Series series) {
        return number(ReadFigures.ratio(series, figures.of(series.contender(), series.order(), threads.get(0))));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(String.format("%n"));
    }

    private static String grouped(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
