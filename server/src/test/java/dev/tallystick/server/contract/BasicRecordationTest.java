package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.contract.Program.Ended;
import dev.tallystick.server.sequencer.PlaneName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs examples/basic-recordation the way a stranger would: first, again, and with one number changed. */
class BasicRecordationTest {
    @TempDir
    private Path folder;

    @Test
    void theExampleSaysWhatItsReadmePromises() throws IOException {
        if (Program.run("node", "--version").code() != 0) {
            Program.skip("examples/basic-recordation needs node, which is not here.");
        }
        Path script = Folders.project().resolve("examples/basic-recordation/basic-recordation.mjs");
        try (TestServer server = new TestServer(folder.resolve("data"))) {
            Ended first = run(server, script);
            assertThat(first.said())
                    .matches("r_\\d{10} 2026-02-01 -100\nr_\\d{10} 2026-02-02 -250\nr_\\d{10} 2026-02-03 -150\n"
                            + "-500 across 3 verified deltas\nBoth sides agree on -500\n");
            assertThat(first.code()).isZero();
            long events = server.events(PlaneName.SANDBOX);

            Ended again = run(server, script);
            assertThat(again.said()).isEqualTo(first.said().replaceAll("(?m)^(r_.*)$", "$1 (recorded before)"));
            assertThat(again.code()).isZero();

            String changed = Files.readString(script).replace("-250", "-251");
            Path other = Files.writeString(folder.resolve("changed.mjs"), changed);
            Ended refused = run(server, other);
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.said())
                    .contains("409 REFERENCE_CONFLICT: referenceId 'usage:cust_acme:2026-02-02' already stands")
                    .contains("for record r_")
                    .contains("(delta -250 recorded, -251 sent)", "Nothing was stored.", "use a new referenceId")
                    .containsPattern("recorded 0x[0-9a-f]{64}\nsent     0x[0-9a-f]{64}\n");
            assertThat(server.events(PlaneName.SANDBOX)).isEqualTo(events);
        }
    }

    private static Ended run(TestServer server, Path script) {
        return Program.run(
                Map.of("BASE_URL", server.url(), "API_KEY", server.tenant.sandboxKey()),
                List.of("node", script.toString()));
    }
}
