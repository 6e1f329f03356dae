package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.contract.Program.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The public Python client, unchanged, against this server; src/test/python/pacspace_sdk_test.py says what it does.
 */
class PublicPythonClientTest {
    private static final String CLIENT = "pacspace-sdk==0.7.0";

    @TempDir
    private Path folder;

    @Test
    void thePublicClientRunsUnchanged() {
        Path python = PythonPackages.with(CLIENT);
        try (TestServer server = new TestServer(folder)) {
            Ended ended = Program.run(
                    python.toString(),
                    "-B",
                    Folders.project()
                            .resolve("server/src/test/python/pacspace_sdk_test.py")
                            .toString(),
                    server.url(),
                    server.tenant.sandboxKey(),
                    server.login(server.tenant));
            assertThat(ended.said()).isEqualTo("all good\n");
            assertThat(ended.code()).isZero();
        }
    }
}
