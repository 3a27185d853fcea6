package io.slidestream.trainer.data;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.trainer.base.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The case that each tile is of: a patient, or what else must not lie on both sides of a split.
 *
 * @param byTile case of a tile by its name
 * @param source where they are from, for people: {@code column case of index.csv}
 * @param remarks what a person must know of them, a line each
 */
public record Cases(Map<String, String> byTile, String source, List<String> remarks, Kind kind) {
    /** Who says what belongs together. */
    public enum Kind {
        /** A person, or a table. */
        NAMED,
        /** The tiles' pixels: groups that look alike. */
        LOOKALIKES
    }

    /** The table that lies beside class folders. */
    public static final String INDEX = "index.csv";

    /** Titles of a column that names cases, the best first. */
    private static final List<String> CASE_TITLES = List.of("case", "patient", "group", "slide");

    private static final List<String> FILE_TITLES = List.of("file", "tile", "path", "name", "image");

    /** How tiles come to their cases. */
    private interface Naming {
        Optional<String> caseOf(Tile tile);
    }

    private record Named(Naming naming, String source) {}

    /**
     * Finds the case of every tile.
     *
     * @param groups a table of files and cases, a column of the tiles' {@code index.csv}, or a regular expression with one
     *     group over the files' names
     * @param root what the tiles were read from
     * @throws TrainingException if it is none of these, or a tile has no case
     */
    public static Cases of(String groups, Path root, TileSet set) {
        Named named = named(groups, root);
        Map<String, String> byTile = new HashMap<>();
        List<String> without = new ArrayList<>();
        for (Tile tile : set.tiles()) {
            named.naming()
                    .caseOf(tile)
                    .ifPresentOrElse(one -> byTile.put(tile.name(), one), () -> without.add(tile.name()));
        }
        if (!without.isEmpty()) {
            throw new TrainingException(without.size() + " of " + set.tiles().size() + " tiles have no case by "
                    + named.source() + ":\n  - " + TileSet.named(without, "\n  - "));
        }
        List<String> remarks = joined(set, named.naming(), byTile);
        return new Cases(Map.copyOf(byTile), named.source(), remarks, Kind.NAMED);
    }

    /** Groups of tiles that look alike, in place of cases that nobody names; empty where there are too few tiles for them. */
    public static Optional<Cases> alike(TileSet set, long seed) {
        return Lookalikes.of(set, seed);
    }

    public boolean areNamed() {
        return kind == Kind.NAMED;
    }

    /** The column of cases that lies beside tiles and was not asked for. */
    public static Optional<String> unused(Path root) {
        Path index = root.resolve(INDEX);
        if (!Files.isRegularFile(index)) {
            return Optional.empty();
        }
        try {
            CsvTable table = CsvTable.read(index);
            return CASE_TITLES.stream()
                    .filter(title -> table.column(title) >= 0)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public String of(Tile tile) {
        String found = byTile.get(tile.name());
        if (found == null) {
            throw new IllegalArgumentException(tile.name() + " is none of the tiles with cases");
        }
        return found;
    }

    /** The cases of some tiles. */
    public Set<String> among(List<Tile> tiles) {
        Set<String> some = new TreeSet<>();
        tiles.forEach(tile -> some.add(of(tile)));
        return some;
    }

    private static Named named(String groups, Path root) {
        try {
            Path file = Path.of(groups);
            if (Files.isRegularFile(file)) {
                return table(file, root, null);
            }
        } catch (java.nio.file.InvalidPathException e) {
            // a pattern then
        }
        Path index = root.resolve(INDEX);
        boolean word = groups.matches("[\\p{L}_][\\p{L}\\p{N}_ -]*");
        if (word && Files.isRegularFile(index)) {
            return table(index, root, groups);
        }
        if (word) {
            throw new TrainingException(
                    "--groups " + groups + ": there is no file of that name, and no " + index + " with such a column");
        }
        return pattern(groups);
    }

    private static Named pattern(String expression) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new TrainingException(
                    "--groups " + expression + " is no file, and no regular expression: " + e.getDescription() + " at "
                            + e.getIndex(),
                    e);
        }
        int count = pattern.matcher("").groupCount();
        if (count != 1) {
            throw new TrainingException(
                    "--groups " + expression + " is no file, and as a regular expression it needs one"
                            + " group in parentheses that names the case, has " + count);
        }
        return new Named(
                tile -> {
                    Matcher matcher = pattern.matcher(lastName(tile.name()));
                    return matcher.find() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
                },
                "the pattern " + expression);
    }

    private static Named table(Path file, Path root, @org.jspecify.annotations.Nullable String wanted) {
        CsvTable table;
        try {
            table = CsvTable.read(file);
        } catch (IOException e) {
            throw new TrainingException("--groups: cannot read " + file + ": " + FileFault.words(e), e);
        }
        int files = FILE_TITLES.stream()
                .mapToInt(table::column)
                .filter(column -> column >= 0)
                .findFirst()
                .orElse(-1);
        int cases = wanted != null
                ? table.column(wanted)
                : CASE_TITLES.stream()
                        .mapToInt(table::column)
                        .filter(column -> column >= 0 && column != files)
                        .findFirst()
                        .orElse(table.titles().size() == 2 && files >= 0 ? 1 - files : -1);
        if (files < 0 || cases < 0) {
            throw new TrainingException("--groups: " + file + " needs a column "
                    + (files < 0
                            ? "of the tiles' files, named " + String.join(", ", FILE_TITLES)
                            : wanted != null ? wanted : "of their cases, named " + String.join(", ", CASE_TITLES))
                    + "; it has " + String.join(", ", table.titles()));
        }
        Map<String, String> known = new HashMap<>();
        for (List<String> row : table.rows()) {
            String one = row.get(cases).strip();
            if (!one.isEmpty()) {
                known.put(row.get(files).strip().replace('\\', '/'), one);
            }
        }
        return new Named(
                tile -> names(tile, root).stream()
                        .map(known::get)
                        .filter(java.util.Objects::nonNull)
                        .findFirst(),
                "column " + table.titles().get(cases) + " of " + file.getFileName());
    }

    /** What a table may call a tile: its path, its path below the tiles, its file's name alone. */
    private static List<String> names(Tile tile, Path root) {
        String name = tile.name().replace('\\', '/');
        String below = root.toString().replace('\\', '/') + "/";
        return List.of(name, name.startsWith(below) ? name.substring(below.length()) : name, lastName(name));
    }

    private static String lastName(String name) {
        String plain = name.replace('\\', '/');
        return plain.substring(plain.lastIndexOf('/') + 1);
    }

    /** Cases that hold the same pixels are one case, or a tile of one and its twin of the other would meet. */
    private static List<String> joined(TileSet set, Naming naming, Map<String, String> byTile) {
        Map<String, String> same = new HashMap<>();
        Set<String> pairs = new LinkedHashSet<>();
        for (TileSet.Repeat repeat : set.repeated()) {
            String kept = root(same, byTile.getOrDefault(repeat.kept().name(), ""));
            String left = root(same, naming.caseOf(repeat.left()).orElse(kept));
            if (!kept.equals(left)) {
                same.put(left, kept);
                pairs.add(repeat.left().name() + " of " + left + " is "
                        + repeat.kept().name() + " of " + kept);
            }
        }
        if (pairs.isEmpty()) {
            return List.of();
        }
        byTile.replaceAll((tile, one) -> root(same, one));
        return List.of(String.format(
                Locale.ROOT,
                "WARNING: the same pixels lie in several cases, which are taken for one, or the test would tell of"
                        + " tiles that were trained on:%n  - %s",
                TileSet.named(List.copyOf(pairs), System.lineSeparator() + "  - ")));
    }

    private static String root(Map<String, String> same, String one) {
        String at = one;
        for (String next = same.get(at); next != null; next = same.get(at)) {
            at = next;
        }
        return at;
    }
}
