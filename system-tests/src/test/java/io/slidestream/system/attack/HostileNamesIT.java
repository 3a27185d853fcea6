package io.slidestream.system.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Patients in names of slides: with {@code --redact} they reach no log, no health and no metric, and no file that is sent on. */
@Attack
class HostileNamesIT {
    private static final String PATIENT = "GRETA";
    /** Each ended a rule that looked for a name's end. */
    private static final List<String> NAMES = List.of(
            "O'Brien GRETA",
            "\"GRETA\"",
            "x.tif GRETA",
            "x.svs copy of GRETA",
            "GRETA",
            " GRETA ",
            "a.json/GRETA",
            "cases.svs/GRETA",
            "cases.dcm/in/GRETA",
            "GRETA: No such file",
            "is (map) GRETA",
            "GRETA\nDOE",
            "x\r\nGRETA",
            "x\tGRETA",
            "100% GRETA",
            "%4dGRETA",
            "GRETA%2e%2e",
            "GRETA+x&y=1#z?",
            "[GRETA]",
            "<b>GRETA<|b>",
            "$(GRETA)",
            "{} GRETA {}",
            "\\GRETA",
            "GRETA, J.; 1970",
            "ö GRETA ü",
            "😀 GRETA",
            "\u001b[2JGRETA",
            "\u001b]0;GRETA\u0007",
            "-GRETA",
            "=cmd|' C calc'!GRETA");
    /** Those of the whole slides. */
    private static final Pattern SENT_ON = Pattern.compile(".*\\.(html|pdf|dcm|tif|tiff|png)");

    @Test
    void thirtyNames_areFoundNowhereButInTheNamesOfResults(Target target) throws Exception {
        byte[] whole = target.soundSlide();
        byte[] cut = Arrays.copyOf(whole, whole.length * 2 / 3);
        byte[] junk = "no slide".getBytes(ISO_8859_1);
        for (int i = 0; i < NAMES.size(); i++) {
            target.put("cut/" + NAMES.get(i) + ".svs", cut);
            target.put("junk/" + NAMES.get(i) + ".svs", junk);
            if (i % 5 == 0) {
                target.put("whole/" + NAMES.get(i) + ".svs", whole);
            }
        }
        target.watch().until("every slide of the log", () -> {
            String log = target.log();
            return count(log, "is not complete yet") >= NAMES.size()
                    && count(target.watch().output(), "✗ junk/") >= NAMES.size()
                    && count(target.watch().output(), "✓ whole/") >= 6;
        });
        target.mapsASoundSlide();

        assertThat(target.log()).contains("slide-").doesNotContain(PATIENT, "DOE", "Brien");
        for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
            assertThat(target.ops().answer(path).body()).doesNotContain(PATIENT, "DOE", "Brien");
        }
        assertThat(target.watch().output())
                .as("nothing commands the terminal, and a name is in one line")
                .doesNotContain("\u001b[2J", "\u001b]0", "\u0007")
                .doesNotContain("\nDOE");
        int sent = 0;
        for (Path file : files(target.results().resolve("whole"))) {
            if (SENT_ON.matcher(file.getFileName().toString()).matches()) {
                assertThat(new String(Files.readAllBytes(file), ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(PATIENT)
                        .doesNotContain(target.bucket().toString());
                sent++;
            }
        }
        assertThat(sent).isGreaterThan(20);
    }

    /** What the file system said was an answer of /health, path and all. */
    @Test
    void resultsThatCannotBeWritten_areNamedByNoHealth_andWrittenOnceTheyCan(Target target) throws Exception {
        Path inTheWay = Files.writeString(target.results().resolve("DOE Jane 1970"), "a file");
        target.put("DOE Jane 1970.svs", target.soundSlide());
        target.watch()
                .until("trouble", () -> target.ops().answer("/health/ready").statusCode() == 503);
        assertThat(target.ops().answer("/health/ready").body())
                .doesNotContain("DOE", "Jane", "1970", target.results().toString());
        assertThat(target.log()).doesNotContain("DOE", "Jane");
        Files.delete(inTheWay);
        target.watch().lineWith("✓ DOE Jane 1970 ");
        target.mapsASoundSlide();
    }

    /** The umask gave log and topics, which name slides, to everybody on the machine. */
    @Test
    void dataFolder_isForItsUserAlone(Target target) throws IOException {
        Path data = target.results().resolve(".slidestream");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("redaction.key"))))
                .isEqualTo("rw-------");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static long count(String text, String what) {
        Matcher matcher = Pattern.compile(Pattern.quote(what)).matcher(text);
        return matcher.results().count();
    }
}
