package io.slidestream.viewer.api;

import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file, whole or the range that was asked for. What a browser shows is shown, the rest is kept. */
final class FileReply {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");
    private static final Map<String, String> SHOWN = Map.of(
            "png", "image/png",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "json", "application/json",
            "pdf", "application/pdf",
            "html", "text/html; charset=utf-8");
    private static final Map<String, String> KEPT = Map.of(
            "csv", "text/csv; charset=utf-8",
            "geojson", "application/geo+json",
            "tif", "image/tiff",
            "tiff", "image/tiff",
            "dcm", "application/dicom");

    /** A report has its style and pictures inside it, and needs nothing else. */
    private static final String REPORT_POLICY =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:";

    private FileReply() {}

    /** @param slide goes into the name under which the browser keeps it */
    static Reply of(Request request, Path file, String slide) throws IOException, Problem {
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1);
        long size = Files.size(file);
        String etag = "\"" + Files.getLastModifiedTime(file).toMillis() + "-" + size + "\"";
        if (request.has(etag)) {
            return Reply.notModified().with("ETag", etag);
        }
        String type = SHOWN.getOrDefault(ending, KEPT.getOrDefault(ending, "application/octet-stream"));
        Reply reply = ranged(request, file, size)
                .with("Content-Type", type)
                .with("ETag", etag)
                .with("Accept-Ranges", "bytes")
                .with("Cache-Control", "private, no-cache");
        if (ending.equals("html")) {
            return reply.with("Content-Security-Policy", REPORT_POLICY);
        }
        String how = SHOWN.containsKey(ending) ? "inline" : "attachment";
        return reply.with("Content-Disposition", how + kept(slide, name));
    }

    /** A file made on the fly, for the browser to keep. */
    static Reply of(byte[] bytes, String slide, String name) {
        String type = KEPT.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        return Reply.bytes(type, bytes)
                .with("Content-Disposition", "attachment" + kept(slide, name))
                .with("Cache-Control", "no-store");
    }

    private static String kept(String slide, String name) {
        String kept = URLEncoder.encode(slide.replace('/', '-') + "-" + name, StandardCharsets.UTF_8);
        return "; filename*=UTF-8''" + kept.replace("+", "%20");
    }

    private static Reply ranged(Request request, Path file, long size) throws Problem {
        Matcher range = RANGE.matcher(request.header("Range").orElse(""));
        if (!range.matches()) {
            return new Reply(200, Map.of(), size, out -> copy(file, 0, size, out));
        }
        long from = Long.parseLong(range.group(1));
        long last = range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
        if (from >= size || last < from) {
            throw Problem.badRequest("the file has " + size + " bytes, not " + range.group());
        }
        return new Reply(
                206,
                Map.of("Content-Range", "bytes " + from + "-" + last + "/" + size),
                last - from + 1,
                out -> copy(file, from, last - from + 1, out));
    }

    private static void copy(Path file, long from, long length, OutputStream out) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            var target = Channels.newChannel(out);
            for (long at = from; at < from + length; ) {
                long copied = channel.transferTo(at, from + length - at, target);
                if (copied <= 0) {
                    throw new IOException(file + " became shorter while it was sent");
                }
                at += copied;
            }
        }
    }
}
