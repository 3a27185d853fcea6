package io.slidestream.mapfiles.formats.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;

/** Writes lines of text on a page; letters that the font lacks become question marks. */
final class PdfText {
    private final PDPageContentStream page;
    private final PDFont font;

    PdfText(PDPageContentStream page, PDFont font) {
        this.page = page;
        this.font = font;
    }

    void plain(String text, float size, int rgb, float x, float y) throws IOException {
        show(text, size, rgb, x, y, RenderingMode.FILL);
    }

    /** The font has one weight: its letters are filled and their outlines drawn. */
    void bold(String text, float size, int rgb, float x, float y) throws IOException {
        page.setLineWidth(size * 0.026f);
        page.setStrokingColor(rgb(rgb, 16), rgb(rgb, 8), rgb(rgb, 0));
        show(text, size, rgb, x, y, RenderingMode.FILL_STROKE);
    }

    void plainEndingAt(String text, float size, int rgb, float right, float y) throws IOException {
        plain(text, size, rgb, right - width(text, size), y);
    }

    float width(String text, float size) throws IOException {
        return font.getStringWidth(known(text)) / 1000 * size;
    }

    /** The text in lines that are not wider; a word that is, is broken. */
    List<String> lines(String text, float size, float width) throws IOException {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (width(longer, size) <= width) {
                line = longer;
                continue;
            }
            if (!line.isEmpty()) {
                lines.add(line);
            }
            line = word;
            while (width(line, size) > width) {
                int cut = line.length() - 1;
                while (cut > 1 && width(line.substring(0, cut), size) > width) {
                    cut--;
                }
                lines.add(line.substring(0, cut));
                line = line.substring(cut);
            }
        }
        lines.add(line);
        return lines;
    }

    private void show(String text, float size, int rgb, float x, float y, RenderingMode mode) throws IOException {
        page.beginText();
        page.setRenderingMode(mode);
        page.setFont(font, size);
        page.setNonStrokingColor(rgb(rgb, 16), rgb(rgb, 8), rgb(rgb, 0));
        page.newLineAtOffset(x, y);
        page.showText(known(text));
        page.endText();
    }

    private String known(String text) {
        StringBuilder known = new StringBuilder();
        text.codePoints().forEach(c -> known.append(canWrite(c) ? Character.toString(c) : "?"));
        return known.toString();
    }

    private boolean canWrite(int codePoint) {
        try {
            return font.encode(Character.toString(codePoint)).length > 0;
        } catch (IOException | IllegalArgumentException e) {
            return false; // how the library says that a letter is missing
        }
    }

    static float rgb(int rgb, int shift) {
        return (rgb >> shift & 0xFF) / 255f;
    }
}
