package io.slidestream.proving.panels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/*
 * Grafana is on no package host that a build may ask. What can be wrong with a dashboard is mostly the same without it: a query that
 * is empty, a legend without its label, a unit that does not fit, a panel that lies under another. So this draws the two kinds of
 * panels that ours have, where their file says, with what a Prometheus answers.
 */
/** Draws a dashboard of Grafana's as a picture. */
public final class DashboardPicture {
    private static final int COLUMN_PX = 60;
    private static final int ROW_PX = 32;
    private static final int COLUMNS = 24;
    private static final int GAP_PX = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrometheusQueries prometheus;
    private final Range range;

    /** @param since for how long before now */
    public DashboardPicture(URI prometheus, Duration since) {
        this.prometheus = new PrometheusQueries(prometheus);
        Instant now = Instant.now();
        range = new Range(now.minus(since), now);
    }

    /**
     * Draws one.
     *
     * @return titles of the panels that have no data
     * @throws IOException if a file cannot be read or written, or Prometheus refuses a query
     */
    public List<String> draw(Path dashboard, Path png) throws IOException, InterruptedException {
        JsonNode panels = JSON.readTree(dashboard.toFile()).path("panels");
        int rows = 1;
        for (JsonNode panel : panels) {
            rows = Math.max(
                    rows,
                    panel.at("/gridPos/y").asInt() + panel.at("/gridPos/h").asInt());
        }
        BufferedImage picture = new BufferedImage(COLUMNS * COLUMN_PX, rows * ROW_PX, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(new Color(0xf4f5f5));
        graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        List<String> empty = new ArrayList<>();
        try {
            for (JsonNode panel : panels) {
                if (!draw(panel, graphics)) {
                    empty.add(panel.path("title").asText());
                }
            }
        } finally {
            graphics.dispose();
        }
        ImageIO.write(picture, "png", png.toFile());
        return empty;
    }

    private boolean draw(JsonNode panel, Graphics2D graphics) throws IOException, InterruptedException {
        Rectangle frame = new Rectangle(
                panel.at("/gridPos/x").asInt() * COLUMN_PX + GAP_PX,
                panel.at("/gridPos/y").asInt() * ROW_PX + GAP_PX,
                panel.at("/gridPos/w").asInt() * COLUMN_PX - 2 * GAP_PX,
                panel.at("/gridPos/h").asInt() * ROW_PX - 2 * GAP_PX);
        List<Series> all = new ArrayList<>();
        for (JsonNode target : panel.path("targets")) {
            all.addAll(prometheus.ask(
                    target.path("expr").asText(), target.path("legendFormat").asText(""), range));
        }
        graphics.setClip(frame.x, frame.y, frame.width + 1, frame.height + 1);
        PanelPicture drawn = new PanelPicture(
                graphics,
                frame,
                panel.path("title").asText(),
                panel.at("/fieldConfig/defaults/unit").asText("short"));
        if (all.stream().allMatch(one -> one.points().stream().allMatch(point -> Double.isNaN(point.value())))) {
            drawn.note("no data");
            return false;
        }
        if (panel.path("type").asText().equals("stat")) {
            drawn.numbers(all);
        } else {
            drawn.lines(all, range);
        }
        return true;
    }
}
