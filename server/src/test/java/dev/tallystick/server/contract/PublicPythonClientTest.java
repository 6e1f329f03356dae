package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.contract.Program.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The public Python client, unchanged, against this server; src/test/python/pacspace_sdk_test.py says what it does.
 * The virtual environment it is installed in stays under target/ for the next run.
 */
class PublicPythonClientTest {
    private static final String CLIENT = "pacspace-sdk==0.7.0";

    @TempDir
    private Path folder;

    @Test
    void thePublicClientRunsUnchanged() {
        Path python = environment();
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

    private static Path environment() {
        Path place = Folders.target().resolve(CLIENT.replace("==", "-"));
        Path python = place.resolve("bin/python");
        if (!installed(python)) {
            if (Program.run("python3", "-m", "venv", "--clear", place.toString())
                            .code()
                    != 0) {
                Program.skip("The public Python client needs python3 with venv, which is not here.");
            }
            Ended pip = Program.run(
                    python.toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", CLIENT);
            if (pip.code() != 0 || !installed(python)) {
                Program.skip("The public Python client " + CLIENT + " cannot be installed: "
                        + pip.said().lines().reduce((first, last) -> last).orElse("no reason given"));
            }
        }
        return python;
    }

    private static boolean installed(Path python) {
        return Files.exists(python)
                && Program.run(
                                        python.toString(),
                                        "-c",
                                        "from importlib.metadata import version;"
                                                + " assert version('pacspace-sdk') == '0.7.0'")
                                .code()
                        == 0;
    }
}
