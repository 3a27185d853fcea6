import java.io.File;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Says which tests were skipped and why, by the reports of Surefire and Failsafe: java Skipped.java CHECKOUT [STAMP]. */
class Skipped {
    private static final int LONGEST_REASON = 110;

    private record Reason(TreeSet<String> classes, List<String> tests) {
        Reason() {
            this(new TreeSet<>(), new ArrayList<>());
        }
    }

    /** @param args the checkout, and a file: older reports are of other runs */
    public static void main(String[] args) throws Exception {
        long since = args.length > 1 ? new File(args[1]).lastModified() : 0;
        PathMatcher report =
                FileSystems.getDefault().getPathMatcher("glob:**/target/{surefire,failsafe}-reports/TEST-*.xml");
        List<Path> reports;
        try (Stream<Path> files = Files.find(
                Path.of(args[0]), 5, (file, is) -> report.matches(file) && file.toFile().lastModified() >= since)) {
            reports = files.sorted().toList();
        }
        Map<String, Reason> reasons = new TreeMap<>();
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        for (Path file : reports) {
            NodeList skips = parser.parse(file.toFile()).getElementsByTagName("skipped");
            for (int i = 0; i < skips.getLength(); i++) {
                Element skipped = (Element) skips.item(i);
                Element test = (Element) skipped.getParentNode();
                Reason reason = reasons.computeIfAbsent(reason(skipped), unused -> new Reason());
                reason.classes().add(test.getAttribute("classname").replaceAll(".*\\.", ""));
                reason.tests().add(test.getAttribute("name"));
            }
        }
        if (reports.isEmpty()) {
            System.out.println("no test has run");
        } else if (reasons.isEmpty()) {
            System.out.println("no test was skipped");
        } else {
            System.out.println("skipped tests:");
            reasons.entrySet().stream()
                    .sorted(Comparator.comparing(reason -> -reason.getValue().tests().size()))
                    .forEach(reason -> System.out.printf(
                            "%4d of %s: %s%n",
                            reason.getValue().tests().size(),
                            String.join(", ", reason.getValue().classes()),
                            reason.getKey()));
        }
    }

    /** The first line of what the test said, without the exception's name before it. */
    private static String reason(Element skipped) {
        String message = skipped.getAttribute("message");
        String whole = message.isEmpty() ? skipped.getTextContent() : message;
        String line = whole.strip().lines().findFirst().orElse("no reason given");
        String said = line.replaceFirst("^[\\w.]+Exception: (Assumption failed: )?", "");
        return said.length() <= LONGEST_REASON ? said : said.substring(0, LONGEST_REASON) + "…";
    }
}
