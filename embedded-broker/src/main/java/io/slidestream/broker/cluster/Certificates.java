package io.slidestream.broker.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/*
 * Java has no public way to make a certificate, but each JDK and JRE brings keytool. One call makes a key and a certificate that
 * signs itself; who trusts whom is one file with all of them. That spares a certificate authority, which would cost three calls more
 * for each user and change nothing of what a broker reads from a certificate: its subject.
 */
/** Keys and certificates of the broker and its users, in a folder. */
final class Certificates {
    static final String BROKER = "broker";
    private static final String PASSWORD = "certificates";
    private static final String TYPE = "PKCS12";
    private static final String DAYS = "2";

    private final Path folder;

    Certificates(Path clusterFolder) {
        folder = clusterFolder.resolve("certificates");
    }

    /** Makes one for each user and one for the broker, who all trust each other, unless they are there. */
    void make(List<String> users) throws InterruptedException {
        try {
            if (Files.exists(trusted())) {
                return;
            }
            Files.createDirectories(folder);
            List<String> names = new ArrayList<>(users);
            names.add(BROKER);
            Map<String, Process> making = new LinkedHashMap<>();
            for (String name : names) {
                making.put(name, keytool(name));
            }
            KeyStore all = KeyStore.getInstance(TYPE);
            all.load(null, null);
            for (Map.Entry<String, Process> one : making.entrySet()) {
                String said = new String(one.getValue().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (one.getValue().waitFor() != 0) {
                    throw new IllegalStateException("keytool failed: " + said);
                }
                all.setCertificateEntry(one.getKey(), load(own(one.getKey())).getCertificate(one.getKey()));
            }
            try (OutputStream file = Files.newOutputStream(trusted())) {
                all.store(file, PASSWORD.toCharArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no certificates can be made in " + folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificates can be made in " + folder, e);
        }
    }

    /** Settings of a client, or of a listener, that shows itself with this certificate. */
    Map<String, Object> of(String name) {
        return Map.of(
                "ssl.keystore.type", TYPE,
                "ssl.keystore.location", own(name).toAbsolutePath().toString(),
                "ssl.keystore.password", PASSWORD,
                "ssl.truststore.type", TYPE,
                "ssl.truststore.location", trusted().toAbsolutePath().toString(),
                "ssl.truststore.password", PASSWORD);
    }

    private Process keytool(String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name + ",O=Slidestream",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        DAYS,
                        "-storetype",
                        TYPE,
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        own(name).toString())
                .redirectErrorStream(true)
                .start();
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(TYPE);
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private Path own(String name) {
        return folder.resolve(name + ".p12");
    }

    private Path trusted() {
        return folder.resolve("trusted.p12");
    }
}
