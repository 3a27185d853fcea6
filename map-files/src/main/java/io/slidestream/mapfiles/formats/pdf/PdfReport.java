package io.slidestream.mapfiles.formats.pdf;

import io.slidestream.mapfiles.formats.report.Numbers;
import io.slidestream.mapfiles.formats.report.ReportPage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Objects;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;

/** The page as a PDF of one A4 page. The same page gives the same bytes. */
public final class PdfReport {
    /** Liberation Sans comes with PDFBox: the page looks the same whatever fonts a machine has. */
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private static final int INK = 0x22262B;
    private static final int FAINT = 0x5C636C;
    private static final int LINE = 0xD5D9DE;
    private static final int WARN = 0x8A5A00;

    private static final float LEFT = 42;
    private static final float RIGHT = PDRectangle.A4.getWidth() - LEFT;
    private static final float COLUMN = 306;
    private static final float GUTTER = 18;
    private static final float PICTURE_HEIGHT = 235;
    private static final float BODY = 8.5f;
    private static final float LEADING = 11.5f;

    /** Lowest line of the page; what has no room above it is left out, and HTML and summary.json have all of it. */
    private static final float FLOOR = 44;

    /** More classes than the page has room for are left to summary.json. */
    private static final int MAX_CLASSES = 14;

    private final PDDocument document;
    private final PDPageContentStream page;
    private final PdfText text;
    private float y = PDRectangle.A4.getHeight() - 48;

    private PdfReport(PDDocument document, PDPageContentStream page, PdfText text) {
        this.document = document;
        this.page = page;
        this.text = text;
    }

    /** The stream stays open. */
    public static void write(ReportPage content, OutputStream out) throws IOException {
        try (PDDocument document = new PDDocument();
                InputStream file = Objects.requireNonNull(PDDocument.class.getResourceAsStream(FONT), FONT);
                TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(file))) {
            font.setEnableGsub(false); // ligatures cost more than all else of the page
            document.setDocumentId((long) content.mapId().hashCode());
            PDPage page = new PDPage(PDRectangle.A4);
            document.addPage(page);
            try (PDPageContentStream stream = new PDPageContentStream(document, page)) {
                PdfText text = new PdfText(stream, PDType0Font.load(document, font, true));
                new PdfReport(document, stream, text).draw(content);
            }
            PDDocumentInformation about = document.getDocumentInformation();
            about.setTitle("Tumour map of " + content.slideName());
            about.setCreator("Slidestream");
            about.setCreationDate(GregorianCalendar.from(content.date().atZone(ZoneOffset.UTC)));
            document.getDocumentCatalog().setLanguage("en");
            document.save(out);
        }
    }

    private void draw(ReportPage content) throws IOException {
        text.plain("Tumour map", 9, FAINT, LEFT, y);
        text.plainEndingAt("classified " + Numbers.date(content.date()), 9, FAINT, RIGHT, y);
        y -= 20;
        text.bold(text.lines(content.slideName(), 17, RIGHT - LEFT).get(0), 17, INK, LEFT, y);
        y -= 16;
        text.bold(
                "Research use only, not a medical device. Do not use it for diagnosis or treatment.", 9, WARN, LEFT, y);
        y -= 14;
        float top = y;
        float pictureEnd = picture(content.map(), top);
        y = Math.min(pictureEnd, classes(content, top)) - 16;
        if (content.tumor() != null) {
            tumor(content.tumor());
        }
        heading("Every tile accounted for");
        paragraph(content.remarks().ledger());
        for (String note : content.remarks().notes()) {
            paragraph("Note: " + note);
        }
        y -= 5;
        heading("Slide and model");
        facts(content.facts(), LEFT, RIGHT);
        y -= 5;
        heading("What this map cannot tell");
        for (String limit : content.remarks().limits()) {
            paragraph(limit);
        }
        text.plain("map " + content.mapId(), 7, FAINT, LEFT, 30);
        text.plainEndingAt("Slidestream", 7, FAINT, RIGHT, 30);
    }

    /** Draws the picture in the left column, below {@code top}; returns its lower end. */
    private float picture(ReportPage.Picture picture, float top) throws IOException {
        float scale = Math.min(COLUMN / picture.widthPx(), PICTURE_HEIGHT / picture.heightPx());
        float width = picture.widthPx() * scale;
        float height = picture.heightPx() * scale;
        var image = JPEGFactory.createFromStream(document, new ByteArrayInputStream(picture.jpeg()));
        page.drawImage(image, LEFT, top - height, width, height);
        page.setLineWidth(0.5f);
        stroke(LINE);
        page.addRect(LEFT, top - height, width, height);
        page.stroke();
        return top - height;
    }

    private float classes(ReportPage content, float top) throws IOException {
        float x = LEFT + COLUMN + GUTTER;
        float at = top - 8;
        text.plain("class", 7.5f, FAINT, x, at);
        text.plainEndingAt("mm²", 7.5f, FAINT, RIGHT - 32, at);
        text.plainEndingAt("%", 7.5f, FAINT, RIGHT, at);
        at = rule(x, at - 4);
        List<ReportPage.ClassRow> shown =
                content.classes().subList(0, Math.min(content.classes().size(), MAX_CLASSES));
        for (ReportPage.ClassRow row : shown) {
            page.setNonStrokingColor(PdfText.rgb(row.rgb(), 16), PdfText.rgb(row.rgb(), 8), PdfText.rgb(row.rgb(), 0));
            page.addRect(x, at - 8.5f, 8, 8);
            page.fill();
            String name = text.lines(row.name(), BODY, 62).get(0);
            text.bold(name, BODY, INK, x + 12, at - 7.5f);
            text.plain(
                    text.lines(row.tissue(), 7.5f, 80).get(0),
                    7.5f,
                    FAINT,
                    x + 16 + Math.max(24, text.width(name, BODY)),
                    at - 7.5f);
            text.plainEndingAt(Numbers.area(row.areaMm2()), BODY, INK, RIGHT - 32, at - 7.5f);
            text.plainEndingAt(Numbers.percent(row.areaFraction()), BODY, INK, RIGHT, at - 7.5f);
            at -= 14;
        }
        if (shown.size() < content.classes().size()) {
            text.plain("and more: see summary.json", 7.5f, FAINT, x, at - 7.5f);
            at -= 14;
        }
        at = rule(x, at - 2);
        for (ReportPage.Fact total : content.totals()) {
            text.plainEndingAt(total.value(), BODY, INK, RIGHT - 32, at - 7.5f);
            float room = RIGHT - 32 - text.width(total.value(), BODY) - 8 - (x + 12);
            for (String line : text.lines(total.name(), BODY, room)) {
                text.plain(line, BODY, INK, x + 12, at - 7.5f);
                at -= 11;
            }
            at -= 2;
        }
        return at;
    }

    private void tumor(ReportPage.Tumor tumor) throws IOException {
        heading("Tumour regions");
        if (tumor.picture() == null) {
            paragraph("No region reaches the threshold.");
        }
        float top = y + 4;
        float end = tumor.picture() == null ? top : picture(tumor.picture(), top);
        float x = LEFT + COLUMN + GUTTER;
        y = top - 8;
        facts(tumor.facts(), tumor.picture() == null ? LEFT : x, RIGHT);
        if (!tumor.largest().isEmpty()) {
            y -= 4;
            text.plain("region", 7.5f, FAINT, x, y);
            text.plainEndingAt("mm²", 7.5f, FAINT, x + 72, y);
            text.plainEndingAt("diameter, mm", 7.5f, FAINT, x + 140, y);
            text.plainEndingAt("prob.", 7.5f, FAINT, RIGHT, y);
            y = rule(x, y - 4);
            for (ReportPage.Region region : tumor.largest()) {
                text.plain(Integer.toString(region.number()), BODY, INK, x, y - 7.5f);
                text.plainEndingAt(Numbers.area(region.areaMm2()), BODY, INK, x + 72, y - 7.5f);
                text.plainEndingAt(Numbers.twoPlaces(region.largestDiameterMm()), BODY, INK, x + 140, y - 7.5f);
                text.plainEndingAt(Numbers.twoPlaces(region.meanProbability()), BODY, INK, RIGHT, y - 7.5f);
                y -= 13;
            }
        }
        y = Math.min(end, y) - 16;
    }

    private void heading(String words) throws IOException {
        if (y > FLOOR) {
            text.bold(words, 10, INK, LEFT, y);
        }
        y -= 13;
    }

    private void paragraph(String words) throws IOException {
        for (String line : text.lines(words, BODY, RIGHT - LEFT)) {
            if (y > FLOOR) {
                text.plain(line, BODY, INK, LEFT, y);
            }
            y -= LEADING;
        }
    }

    /** Writes the facts from y downwards, names in one column and values in the next. */
    private void facts(List<ReportPage.Fact> facts, float x, float right) throws IOException {
        float widest = 0;
        for (ReportPage.Fact fact : facts) {
            widest = Math.max(widest, text.width(fact.name(), BODY));
        }
        for (ReportPage.Fact fact : facts) {
            if (y <= FLOOR) {
                return;
            }
            text.plain(fact.name(), BODY, FAINT, x, y);
            for (String line : text.lines(fact.value(), BODY, right - x - widest - 8)) {
                text.plain(line, BODY, INK, x + widest + 8, y);
                y -= LEADING;
            }
        }
    }

    private float rule(float x, float at) throws IOException {
        page.setLineWidth(0.7f);
        stroke(LINE);
        page.moveTo(x, at);
        page.lineTo(RIGHT, at);
        page.stroke();
        return at - 3;
    }

    private void stroke(int rgb) throws IOException {
        page.setStrokingColor(PdfText.rgb(rgb, 16), PdfText.rgb(rgb, 8), PdfText.rgb(rgb, 0));
    }
}
