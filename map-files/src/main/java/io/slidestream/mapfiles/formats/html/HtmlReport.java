package io.slidestream.mapfiles.formats.html;

import io.slidestream.contracts.html.Html;
import io.slidestream.mapfiles.formats.report.Numbers;
import io.slidestream.mapfiles.formats.report.ReportPage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;

/** The page as one HTML file that loads nothing from elsewhere. */
public final class HtmlReport {
    private static final String STYLE = """
            :root{color-scheme:light;--ink:#22262b;--faint:#5c636c;--line:#d5d9de}
            *{box-sizing:border-box}
            body{margin:0 auto;max-width:60rem;padding:2rem 1.5rem;font:15px/1.45 system-ui,"Segoe UI",Arial,sans-serif;
              color:var(--ink);background:#fff}
            h1{font-size:1.6rem;margin:0;overflow-wrap:anywhere}
            h2{font-size:1.05rem;margin:1.6rem 0 .6rem}
            p{margin:.4rem 0}.faint{color:var(--faint)}.small{font-size:.85rem}
            .use{border:1px solid #9a6700;background:#fff8e5;padding:.5rem .8rem;border-radius:6px;margin:1rem 0}
            .two{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:1.5rem;align-items:start}
            .two img{width:100%;height:auto;border:1px solid var(--line);border-radius:4px}
            table{border-collapse:collapse;width:100%}
            th,td{text-align:left;padding:.22rem .5rem .22rem 0;border-bottom:1px solid var(--line);vertical-align:top}
            th{font-weight:600}thead th{color:var(--faint);font-weight:500;font-size:.85rem}
            .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
            .swatch{display:inline-block;width:.95em;height:.95em;border-radius:3px;margin-right:.5em;vertical-align:-.1em;
              border:1px solid rgba(0,0,0,.25)}
            dl{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.15rem 1rem;margin:.8rem 0}
            th .faint{font-weight:400}dt{color:var(--faint)}dd{margin:0;overflow-wrap:anywhere}
            @media (max-width:46rem){.two{grid-template-columns:1fr}}
            @media print{body{padding:0;font-size:11px;max-width:none}.use{break-inside:avoid}@page{size:A4;margin:14mm}}
            """;

    private final Html html = new Html();

    private HtmlReport() {}

    /** The stream stays open. */
    public static void write(ReportPage page, OutputStream out) throws IOException {
        HtmlReport report = new HtmlReport();
        report.page(page);
        out.write(report.html.bytes());
    }

    private void page(ReportPage page) {
        line("<!doctype html>");
        line("<html lang=\"en\"><head><meta charset=\"utf-8\">");
        line("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
        line("<title>Tumour map of {}</title>", page.slideName());
        line("<style>\n{}</style></head><body><main>", Html.verbatim(STYLE));
        line("<p class=\"faint\">Tumour map</p><h1>{}</h1>", page.slideName());
        line("<p class=\"faint\">classified {}</p>", Numbers.date(page.date()));
        line("<p class=\"use\"><strong>Research use only, not a medical device.</strong>"
                + " Do not use it for diagnosis or treatment.</p>");
        line("<div class=\"two\"><div>");
        picture(page.map(), "The slide with the map on top: each tile in the colour of its likeliest class");
        line("</div><div>");
        classes(page);
        line("</div></div>");
        if (page.tumor() != null) {
            tumor(page.tumor());
        }
        line("<h2>Every tile accounted for</h2><p>{}</p>", page.remarks().ledger());
        page.remarks().notes().forEach(note -> line("<p><strong>Note:</strong> {}</p>", note));
        line("<h2>Slide and model</h2>");
        facts(page.facts());
        line("<h2>What this map cannot tell</h2>");
        page.remarks().limits().forEach(limit -> line("<p>{}</p>", limit));
        line("<p class=\"faint small\">map {}</p>", page.mapId());
        line("</main></body></html>");
    }

    private void classes(ReportPage page) {
        line("<table><thead><tr><th scope=\"col\">class</th><th scope=\"col\" class=\"n\">mm²</th>"
                + "<th scope=\"col\" class=\"n\">%</th></tr></thead><tbody>");
        for (ReportPage.ClassRow row : page.classes()) {
            line(
                    "<tr><th scope=\"row\"><span class=\"swatch\" style=\"background:{}\"></span>{}"
                            + " <span class=\"faint\">{}</span></th><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
                    String.format("#%06x", row.rgb()),
                    row.name(),
                    row.tissue(),
                    Numbers.area(row.areaMm2()),
                    Numbers.percent(row.areaFraction()));
        }
        for (ReportPage.Fact total : page.totals()) {
            line("<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td></td></tr>", total.name(), total.value());
        }
        line("</tbody></table>");
    }

    private void tumor(ReportPage.Tumor tumor) {
        line("<h2>Tumour regions</h2><div class=\"two\"><div>");
        if (tumor.picture() != null) {
            picture(tumor.picture(), "The slide with the outlines of the tumour regions, the largest numbered");
        } else {
            line("<p>No region reaches the threshold.</p>");
        }
        line("</div><div>");
        facts(tumor.facts());
        if (!tumor.largest().isEmpty()) {
            line("<table><thead><tr><th scope=\"col\">region</th><th scope=\"col\" class=\"n\">mm²</th>"
                    + "<th scope=\"col\" class=\"n\">diameter, mm</th>"
                    + "<th scope=\"col\" class=\"n\">probability</th></tr></thead><tbody>");
            for (ReportPage.Region region : tumor.largest()) {
                line(
                        "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
                        region.number(),
                        Numbers.area(region.areaMm2()),
                        Numbers.twoPlaces(region.largestDiameterMm()),
                        Numbers.twoPlaces(region.meanProbability()));
            }
            line("</tbody></table>");
        }
        line("</div></div>");
    }

    private void facts(List<ReportPage.Fact> facts) {
        line("<dl>");
        facts.forEach(fact -> line("<dt>{}</dt><dd>{}</dd>", fact.name(), fact.value()));
        line("</dl>");
    }

    private void picture(ReportPage.Picture picture, String alt) {
        line(
                "<img width=\"{}\" height=\"{}\" alt=\"{}\" src=\"data:image/jpeg;base64,{}\">",
                picture.widthPx(),
                picture.heightPx(),
                alt,
                Base64.getEncoder().encodeToString(picture.jpeg()));
    }

    private void line(String template, Object... values) {
        html.line(template, values);
    }
}
