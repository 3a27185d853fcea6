package io.slidestream.aggregator.viewer;

import io.slidestream.servicekit.Forms;
import io.slidestream.servicekit.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * What the viewer needs to know.
 *
 * @param bind where it answers
 * @param token what whoever asks must know; null where only this machine can ask
 * @param tumourClass the model's class whose area is the tumour's
 * @param results folder of the finished maps
 */
public record ViewerSettings(
        InetSocketAddress bind, @Nullable String token, String tumourClass, Path results) {
    public static final String BIND = "viewer.bind";
    public static final String TOKEN = "viewer.token";
    public static final String TUMOUR_CLASS = "viewer.tumour.class";
    public static final int PORT = 8090;

    private static final String TUMOUR = "TUM";

    /** Adds the viewer's keys. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        BIND,
                        ConfigDef.Type.STRING,
                        "127.0.0.1:" + PORT,
                        Forms.address(),
                        ConfigDef.Importance.MEDIUM,
                        "Where the web viewer and the REST API answer, over plain HTTP. Whoever reaches it sees the"
                                + " slides: elsewhere than on loopback it does not start without a token, and belongs"
                                + " behind a proxy that speaks TLS.")
                .define(
                        TOKEN,
                        ConfigDef.Type.PASSWORD,
                        null,
                        ConfigDef.Importance.MEDIUM,
                        "What people and programs must give to the viewer, 8 characters at least; on the sign-in page"
                                + " or as 'Authorization: Bearer'.")
                .define(
                        TUMOUR_CLASS,
                        ConfigDef.Type.STRING,
                        TUMOUR,
                        ConfigDef.Importance.LOW,
                        "The model's class whose area the viewer lists as tumour.");
    }

    /** @param results folder of the finished maps */
    public static ViewerSettings from(Settings settings, Path results) {
        return new ViewerSettings(
                settings.address(BIND), settings.secret(TOKEN).orElse(null), settings.text(TUMOUR_CLASS), results);
    }

    /** On loopback, without a token. */
    public static ViewerSettings onLoopback(int port, Path results) {
        return new ViewerSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), null, TUMOUR, results);
    }

    @Override
    public String toString() {
        return "viewer at " + bind + (token == null ? "" : " with a token");
    }
}
