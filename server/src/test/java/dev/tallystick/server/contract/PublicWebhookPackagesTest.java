package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.contract.Program.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two public packages, unchanged, verify our webhooks; src/test/python/webhooks_test.py says what it does. */
class PublicWebhookPackagesTest {
    @TempDir
    private Path folder;

    @Test
    void thePublicPackagesVerifyWhatIsSent() {
        Path python = PythonPackages.with("pacspace-sdk==0.7.0", "standardwebhooks==1.1.0");
        try (TestServer server = new TestServer(folder)) {
            Ended ended = Program.run(
                    python.toString(),
                    "-B",
                    Folders.project()
                            .resolve("server/src/test/python/webhooks_test.py")
                            .toString(),
                    server.url(),
                    server.login(server.tenant),
                    server.tenant.sandboxKey());
            assertThat(ended.said()).isEqualTo("all good\n");
            assertThat(ended.code()).isZero();
        }
    }
}
