package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.contract.Program.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The running server's log, checked by conformance/log, which knows nothing of us but published Go modules. */
class GoConformanceTest {
    private static final int BATCHES = 12;
    private static final int BATCH = 250;
    private static final String LOG = "/log/sandbox";

    @TempDir
    private Path folder;

    @Test
    void publishedGoModulesFindEverythingInOrder() throws IOException {
        if (Program.run("go", "version").code() != 0) {
            Program.skip("conformance/log needs go, which is not here.");
        }
        Path program = folder.resolve("logcheck");
        Ended built = Program.run(
                Map.of("GOWORK", "off"),
                List.of(
                        "go",
                        "build",
                        "-C",
                        Folders.project().resolve("conformance/log").toString(),
                        "-o",
                        program.toString(),
                        "."));
        assertThat(built.code()).as(built.said()).isZero();
        Path heads = Files.createDirectory(folder.resolve("heads"));
        try (TestServer server = new TestServer(folder.resolve("data"))) {
            for (int batch = 0; batch < BATCHES; batch++) {
                Files.writeString(
                        heads.resolve("head-" + batch),
                        server.get(LOG + "/checkpoint").body());
                record(server, batch);
                if (batch == BATCHES / 2) {
                    server.restart();
                }
            }
            String key = server.get(LOG + "/key").body().strip();
            Ended good = run(program, server.url(), key, heads);
            assertThat(good.said())
                    .contains("signature good", "and their root is the head's", "all as the entries give them")
                    .contains("leaves: " + server.events(dev.tallystick.server.sequencer.PlaneName.SANDBOX))
                    .contains("earlier heads: " + BATCHES);
            assertThat(good.code()).isZero();

            // The program must notice what it is there for.
            Files.writeString(
                    heads.resolve("forged"),
                    server.get("/log/production/checkpoint").body());
            Ended forged = run(program, server.url(), key, heads);
            assertThat(forged.code()).as(forged.said()).isEqualTo(1);
            String other = server.get("/log/production/key").body().strip();
            assertThat(run(program, server.url(), other, heads).code()).isEqualTo(1);
        }
    }

    private static Ended run(Path program, String url, String key, Path heads) {
        return Program.run(program.toString(), "-url", url + LOG, "-key", key, "-heads", heads.toString());
    }

    private static void record(TestServer server, int batch) {
        StringBuilder body = new StringBuilder("{\"deltas\":[");
        for (int i = 0; i < BATCH; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"customerId\":\"c")
                    .append(i % 9)
                    .append("\",\"delta\":-1,\"reason\":\"use\",\"referenceId\":\"")
                    .append(batch)
                    .append('-')
                    .append(i)
                    .append("\"}");
        }
        byte[] sent = body.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        assertThat(server.post("/api/v1/balance/delta/batch", new String(sent, StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(201);
    }
}
