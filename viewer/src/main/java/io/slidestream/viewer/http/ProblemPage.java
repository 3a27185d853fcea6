package io.slidestream.viewer.http;

import io.slidestream.contracts.html.Html;

/** The reason why there is no answer, as a page. */
final class ProblemPage {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{} · Slidestream</title>
              <link rel="icon" href="/static/icon.svg" type="image/svg+xml">
              <script src="/static/js/theme.js"></script>
              <link rel="stylesheet" href="/static/css/base.css">
              <link rel="stylesheet" href="/static/css/list.css">
            </head>
            <body>
              <header class="top">
                <a class="brand" href="/"><img src="/static/icon.svg" alt="" width="22" height="22">Slidestream</a>
              </header>
              <main class="page"><h1>{}</h1><p>{}</p><p><a href="/">All slides</a></p></main>
            </body>
            </html>
            """;

    private ProblemPage() {}

    static Reply of(Problem problem) {
        return Reply.bytes(
                        "text/html; charset=utf-8",
                        Html.of(PAGE, problem.title(), problem.title(), problem.detail())
                                .bytes())
                .withStatus(problem.status())
                .with("Cache-Control", "no-store");
    }
}
