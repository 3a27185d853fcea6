package io.slidestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.system.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** deploy/checksums, checked as docs/releases.md says. */
class ChecksumsTest {
    @TempDir
    Path folder;

    private Path release = Path.of("");

    @BeforeEach
    void release() throws IOException {
        Program.installed("openssl", "openssl");
        release = Files.createDirectories(folder.resolve("a release"));
        Files.createDirectory(release.resolve("lib"));
        Files.writeString(release.resolve("lib/a b.jar"), "a");
        Files.writeString(release.resolve("bom.json"), "{}");
    }

    @Test
    void checksumsAreSigned_andWhatWasExchangedIsFound() throws Exception {
        sh("openssl ecparam -name prime256v1 -genkey -noout -out key.pem"
                + " && openssl ec -in key.pem -pubout -out public.pem");
        assertThat(sums("key.pem").status()).isZero();
        assertThat(Files.readString(release.resolve("SHA256SUMS"))).contains("  bom.json\n", "  lib/a b.jar\n");
        assertThat(check().status()).isZero();

        Files.writeString(release.resolve("lib/a b.jar"), "b");
        assertThat(check().status()).as("a jar was exchanged").isNotZero();
        sh("cd 'a release' && sha256sum bom.json 'lib/a b.jar' >SHA256SUMS");
        assertThat(check().status()).as("and its checksum with it").isNotZero();
        assertThat(sums("key.pem").status()).isZero();
        assertThat(check().status()).isZero();
    }

    @Test
    void nothingIsLeft_whereNothingCanBeSigned() throws Exception {
        Files.writeString(folder.resolve("key.pem"), "no key");
        assertThat(sums("key.pem").status()).isEqualTo(2);
        assertThat(release.resolve("SHA256SUMS")).doesNotExist();
        Files.writeString(release.resolve("key.pem"), "a key that would be published");
        assertThat(sums("a release/key.pem").text()).contains("lies in the folder that is published");
    }

    private record Said(int status, String text) {}

    private Said sums(String key) throws IOException, InterruptedException {
        return run("'" + Checkout.path("deploy/checksums") + "' 'a release' '" + key + "'");
    }

    private Said check() throws IOException, InterruptedException {
        return run("cd 'a release' && openssl dgst -sha256 -verify ../public.pem -signature SHA256SUMS.sig SHA256SUMS"
                + " && sha256sum --check --strict SHA256SUMS");
    }

    private void sh(String script) throws IOException, InterruptedException {
        Said said = run(script);
        assertThat(said.status()).as(said.text()).isZero();
    }

    private Said run(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
