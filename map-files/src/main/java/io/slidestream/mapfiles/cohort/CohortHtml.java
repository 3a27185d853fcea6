package io.slidestream.mapfiles.cohort;

import io.slidestream.contracts.html.Html;
import io.slidestream.mapfiles.results.ResultFiles;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The table for people: sorted by a click on a column's title, narrowed by typing. Loads nothing from elsewhere; its
 * pictures are those of the maps.
 */
public final class CohortHtml {
    private static final String STYLE = """
            :root{color-scheme:light dark;--ink:#22262b;--faint:#5c636c;--line:#d5d9de;--paper:#fff;--head:#f3f5f7;--warn:#8a5a00;--bar:#1d5a9e}
            @media (prefers-color-scheme:dark){:root{--ink:#e7eaee;--faint:#a3abb5;--line:#3a4048;--paper:#16191d;--head:#22262c;--warn:#e3b341;--bar:#86b8f0}}
            body{margin:0;padding:1.5rem;font:14px/1.4 system-ui,"Segoe UI",Arial,sans-serif;color:var(--ink);background:var(--paper)}
            h1{font-size:1.4rem;margin:0 0 .3rem}.faint{color:var(--faint)}.warn{color:var(--warn);margin:.2rem 0}
            input{font:inherit;padding:.35rem .6rem;margin:.8rem 0;width:18rem;max-width:100%}
            .wide{overflow-x:auto;border:1px solid var(--line);border-radius:6px}
            table{border-collapse:collapse;min-width:100%}
            th,td{padding:.35rem .6rem;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap}
            td.long{white-space:normal;min-width:44rem}td.id{max-width:9rem;overflow:hidden;text-overflow:ellipsis}
            thead th{background:var(--head);position:sticky;top:0;z-index:1}
            tbody th,thead th:first-child,tfoot th{position:sticky;left:0;background:var(--paper);border-right:1px solid var(--line);max-width:22rem;overflow:hidden;text-overflow:ellipsis}
            thead th:first-child{background:var(--head);z-index:2}
            tbody th img{width:3.2rem;height:2.4rem;object-fit:contain;vertical-align:middle;margin-right:.6rem;background:#fff;border-radius:3px}
            tfoot td,tfoot th{background:var(--head);border-bottom:0;border-top:1px solid var(--line);font-weight:600}
            figure{margin:1rem 0;max-width:34rem}figcaption{color:var(--faint)}
            .bars{display:grid;grid-template-columns:repeat(10,1fr);gap:3px;align-items:end;height:6.5rem;margin:0;padding:0;list-style:none;border-bottom:1px solid var(--line)}
            .bars li{display:grid;grid-template-rows:1fr auto;height:100%;align-items:end;text-align:center;font-variant-numeric:tabular-nums}
            .bars i{display:block;background:var(--bar);border-radius:2px 2px 0 0}
            .scale{display:flex;justify-content:space-between;color:var(--faint);font-variant-numeric:tabular-nums}
            thead button{all:unset;cursor:pointer;font-weight:600}thead button:focus-visible{outline:2px solid;outline-offset:2px}
            th[aria-sort=ascending] button::after{content:" \\2191"}th[aria-sort=descending] button::after{content:" \\2193"}
            .n{text-align:right;font-variant-numeric:tabular-nums}
            tr.rejected td,tr.rejected th{color:var(--warn)}a{color:inherit}
            @media (max-width:700px){body{padding:1rem .7rem}tbody th,thead th:first-child,tfoot th{max-width:10rem}tbody th img{display:none}}
            @media print{input{display:none}.wide{overflow:visible}}
            """;

    private static final String SCRIPT = """
            const body=document.querySelector('tbody'),heads=[...document.querySelectorAll('thead th')];
            heads.forEach((head,i)=>head.querySelector('button').addEventListener('click',()=>{
              const up=head.getAttribute('aria-sort')!=='ascending';
              heads.forEach(other=>other.removeAttribute('aria-sort'));
              head.setAttribute('aria-sort',up?'ascending':'descending');
              const key=row=>row.cells[i].dataset.v??row.cells[i].textContent;
              [...body.rows].sort((a,b)=>{
                const x=key(a),y=key(b);
                if(x===''||y==='')return (x==='')-(y==='');
                const order=head.classList.contains('n')?x-y:x.localeCompare(y,undefined,{numeric:true});
                return up?order:-order;
              }).forEach(row=>body.append(row));
            }));
            const foot=document.querySelector('tfoot tr'),found=document.querySelector('output');
            const column=key=>heads.findIndex(head=>head.dataset.key===key);
            function totals(){
              const rows=[...body.rows].filter(row=>!row.hidden);
              const values=i=>rows.map(row=>row.cells[i].dataset.v).filter(v=>v!==''&&v!==undefined).map(Number);
              const sum=i=>values(i).reduce((a,b)=>a+b,0);
              const of={SUM:sum,LARGEST:i=>Math.max(0,...values(i)),TUMOUR_SHARE:()=>sum(column('tumor_regions_mm2'))/sum(column('tissue_mm2'))};
              heads.forEach((head,i)=>{
                const total=of[head.dataset.total]?.(i),places=head.dataset.places;
                if(total===undefined)return;
                const share=head.dataset.total==='TUMOUR_SHARE';
                foot.cells[i].textContent=!Number.isFinite(total)?'':share?(100*total).toFixed(places)+' %':total.toFixed(places);
              });
              found.textContent=rows.length===body.rows.length?'':rows.length+' of '+body.rows.length+' found';
            }
            document.querySelector('input').addEventListener('input',event=>{
              const words=event.target.value.toLowerCase().split(/\\s+/);
              for(const row of body.rows){
                const text=row.textContent.toLowerCase();
                row.hidden=!words.every(word=>text.includes(word));
              }
              totals();
            });
            totals();
            """;

    private static final int BINS = 10;
    private static final int FEWEST_TO_SPREAD = 5;

    private final Cohort cohort;
    private final Path page;
    private final Writer out;

    private CohortHtml(Cohort cohort, Path page, Writer out) {
        this.cohort = cohort;
        this.page = page;
        this.out = out;
    }

    /** @param page where the page will lie, so that it links to the maps from there. The writer stays open */
    public static void write(Cohort cohort, Path page, Writer out) throws IOException {
        new CohortHtml(cohort, page.toAbsolutePath().normalize(), out).write();
    }

    private void write() throws IOException {
        List<CohortColumn> columns = CohortColumn.of(cohort);
        line("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        line("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
        line("<title>Tumour maps</title><style>\n{}</style></head><body><main>", Html.verbatim(STYLE));
        line(
                "<h1>Tumour maps</h1><p class=\"faint\">{} mapped, {} rejected. Research use only, not a medical device.</p>",
                cohort.mapped(),
                cohort.rejected());
        for (String warning : cohort.warnings()) {
            line("<p class=\"warn\">{}</p>", warning);
        }
        distribution();
        line(
                "<label>Find <input type=\"search\" placeholder=\"slide, state, reason, model …\"></label> <output></output>");
        line("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Maps\"><table><thead><tr>");
        for (CohortColumn column : columns) {
            line(
                    "<th scope=\"col\" data-key=\"{}\" data-total=\"{}\" data-places=\"{}\"{}{}><button type=\"button\">{}</button></th>",
                    column.key(),
                    column.total(),
                    column.places(),
                    Html.verbatim(column.isNumber() ? " class=\"n\"" : ""),
                    Html.verbatim(column.key().equals(CohortColumn.SLIDE) ? " aria-sort=\"ascending\"" : ""),
                    column.title());
        }
        line("</tr></thead><tbody>");
        for (CohortRow row : cohort.rows()) {
            line("<tr class=\"{}\">", row.isMapped() ? "mapped" : "rejected");
            for (CohortColumn column : columns) {
                line("{}", cell(row, column));
            }
            line("</tr>");
        }
        line("</tbody><tfoot><tr>");
        for (CohortColumn column : columns) {
            line(column.key().equals(CohortColumn.SLIDE) ? "<th scope=\"row\">all</th>" : "<td class=\"n\"></td>");
        }
        line("</tr></tfoot></table></div></main><script>\n{}</script></body></html>", Html.verbatim(SCRIPT));
    }

    /** How the slides spread over the share of tumour; nothing where there are too few to spread. */
    private void distribution() throws IOException {
        int[] bins = new int[BINS];
        int slides = 0;
        for (CohortRow row : cohort.rows()) {
            OptionalDouble share = row.summary().tumorRegionsShare();
            if (share.isPresent()) {
                bins[(int) Math.min(BINS - 1, share.getAsDouble() * BINS)]++;
                slides++;
            }
        }
        if (slides < FEWEST_TO_SPREAD) {
            return;
        }
        int most = Arrays.stream(bins).max().orElseThrow();
        line("<figure><ol class=\"bars\">");
        for (int i = 0; i < BINS; i++) {
            line(
                    "<li title=\"{} slides of {} to {} %\"><span>{}</span><i style=\"height:{}rem\"></i></li>",
                    bins[i],
                    i * 100 / BINS,
                    (i + 1) * 100 / BINS,
                    bins[i] == 0 ? "" : bins[i],
                    String.format(Locale.ROOT, "%.2f", 5.0 * bins[i] / most));
        }
        line("</ol><p class=\"scale\"><span>0 %</span><span>50 %</span><span>100 %</span></p>"
                + "<figcaption>Slides by the share of their tissue that is in tumour regions</figcaption></figure>");
    }

    private Html cell(CohortRow row, CohortColumn column) {
        String value = column.value().apply(row);
        if (column.key().equals(CohortColumn.SLIDE)) {
            Html picture = link(row, ResultFiles.OVERLAY)
                    .map(of -> Html.of("<img src=\"{}\" alt=\"\" loading=\"lazy\">", of))
                    .orElseGet(() -> Html.verbatim(""));
            return link(row, ResultFiles.REPORT_HTML, ResultFiles.OVERLAY, ResultFiles.SUMMARY)
                    .map(to -> Html.of("<th scope=\"row\"><a href=\"{}\">{}{}</a></th>", to, picture, value))
                    .orElseGet(() -> Html.of("<th scope=\"row\">{}</th>", value));
        }
        if (!column.isNumber()) {
            return switch (column.key()) {
                case "message" -> Html.of("<td class=\"long\">{}</td>", value);
                case "model_id", "map_id" -> Html.of("<td class=\"id\" title=\"{}\">{}</td>", value, value);
                default -> Html.of("<td>{}</td>", value);
            };
        }
        String shown = value.isEmpty() ? "" : column.shown(Double.parseDouble(value));
        return Html.of("<td class=\"n\" data-v=\"{}\">{}</td>", value, shown);
    }

    /** Link to the first file in the slide's folder that is there. */
    private Optional<String> link(CohortRow row, String... files) {
        Path folder = cohort.root().resolve(row.folder());
        return Stream.of(files)
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst()
                .map(file -> encoded(page.resolveSibling("").relativize(file)));
    }

    private static String encoded(Path relative) {
        StringBuilder link = new StringBuilder();
        for (Path name : relative) {
            link.append(link.isEmpty() ? "" : "/");
            for (byte b : name.toString().getBytes(StandardCharsets.UTF_8)) {
                boolean plain = b == '.' || b == '-' || b == '_' || (b < 0x7F && b > 0 && Character.isLetterOrDigit(b));
                link.append(plain ? Character.toString((char) b) : String.format("%%%02X", b & 0xFF));
            }
        }
        return link.toString();
    }

    private void line(String template, Object... values) throws IOException {
        out.write(new Html().line(template, values).toString());
    }
}
