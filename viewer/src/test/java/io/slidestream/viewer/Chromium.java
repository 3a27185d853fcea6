package io.slidestream.viewer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The system's Chromium, driven by Playwright over the system's Node: nothing is downloaded for it. */
final class Chromium implements AutoCloseable {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path NODE = Path.of("/usr/bin/node");

    final Browser browser;
    private final Playwright playwright;

    private Chromium(Playwright playwright) {
        this.playwright = playwright;
        this.browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(BROWSER)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    /** Skips the tests where there is none. */
    static Chromium start() {
        assumeTrue(
                Files.exists(BROWSER) && Files.exists(NODE),
                "browser tests need " + BROWSER + " and " + NODE + ": apt-get install chromium nodejs");
        return new Chromium(Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_NODEJS_PATH", NODE.toString(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
