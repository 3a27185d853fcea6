package io.slidestream.proving.bench;

/**
 * @param openMaps maps open at a time
 * @param tiles of the large map, rounded to a square
 * @param heapMb the aggregator's largest heap, MB
 * @param formats of the results, as the aggregator's setting has them
 */
public record LedgerBenchSettings(int openMaps, int tiles, int heapMb, String formats) {
    public LedgerBenchSettings {
        check("maps", openMaps, 1, 100_000);
        check("tiles", tiles, 64, 4_000_000);
        check("heap", heapMb, 128, 100_000);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new BenchException("--" + name + " must be in " + least + ".." + most + ", was " + value);
        }
    }
}
