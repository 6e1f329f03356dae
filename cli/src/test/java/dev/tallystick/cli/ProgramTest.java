package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.server.config.SettingsLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The program as people run it: real processes, their output and their exit codes. */
class ProgramTest extends RunningProgram {
    private static final String LISTENING = "Tallystick is listening on ";

    private static final String LOG_KEY = new SignerKey(
                    "log.example/sandbox", KeyAlgorithm.ED25519, Ed25519PrivateKey.of(new byte[32]))
            .verifier()
            .text();

    /** A server process; its standard output is read line by line. */
    private record Served(Process process, String url) implements AutoCloseable {
        int status(String path) throws IOException, InterruptedException {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.discarding())
                    .statusCode();
        }

        int terminate() throws InterruptedException {
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private Served serve(String data) throws IOException {
        Process process = program("serve", "--data", data, "--port", "0")
                .redirectError(folder.resolve("serve.err").toFile())
                .start();
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        assertThat(line).startsWith(LISTENING);
        return new Served(process, line.substring(LISTENING.length()));
    }

    @Test
    void serveAnswersOnceItSaysSoAndStopsWithZeroOnSigterm() throws Exception {
        try (Served served = serve("d")) {
            assertThat(served.status("/readyz")).isEqualTo(200);
            assertThat(run("serve", "--data", "d", "--port", "0"))
                    .satisfies(second -> assertThat(second.exitCode()).isEqualTo(3))
                    .satisfies(second -> assertThat(second.err()).contains("in use by another Tallystick process"));
            String port = served.url().substring(served.url().lastIndexOf(':') + 1);
            assertThat(run("serve", "--data", "other", "--port", port))
                    .satisfies(taken -> assertThat(taken.exitCode()).isEqualTo(3))
                    .satisfies(taken -> assertThat(taken.err()).contains("Cannot listen on 127.0.0.1:" + port));
            assertThat(run("check", "--data", "d").exitCode()).isEqualTo(3);
            assertThat(served.terminate()).isZero();
        }
        assertThat(run("check", "--data", "d"))
                .satisfies(check -> assertThat(check.exitCode()).isZero())
                .satisfies(check -> assertThat(check.out()).contains("clean").doesNotContain("DAMAGED"));
        String secret = Files.readString(folder.resolve("d/first-run.json"));
        String key = ((JsonString)
                        ((JsonObject) JsonReader.parse(secret.getBytes(StandardCharsets.UTF_8))).get("sandboxApiKey"))
                .value();
        assertThat(Files.readString(folder.resolve("serve.err")))
                .doesNotContain(key)
                .contains("\"Stopped.\"");
    }

    @Test
    void everyCallHasACommandAndItsExitCode() throws Exception {
        try (Served served = serve("data")) {
            assertThat(served.status("/healthz")).isEqualTo(200);
            answers(0, "emit", "--customer", "acme", "--delta=-500", "--reason", "a", "--reference", "r1");
            answers(1, "emit", "--customer", "acme", "--delta=-501", "--reason", "a", "--reference", "r1");
            answers(2, "emit", "--customer", "acme", "--delta=0", "--reason", "a");
            Files.writeString(
                    folder.resolve("two.json"),
                    "[{\"customerId\":\"acme\",\"delta\":1,\"reason\":\"b\"},{\"customerId\":\"acme\",\"delta\":0}]");
            answers(1, "batch", "two.json");
            answers(0, "status", "r_0000000002");
            answers(1, "status", "r_0000009999");
            answers(0, "derive", "acme", "--granularity", "day");
            answers(1, "derive", "nobody");
            answers(0, "compare", "acme", "--yours=-499", "--theirs=-499.0");
            answers(1, "compare", "acme", "--yours=-499", "--theirs=-480");
            comparesFiles();
            answers(0, "gaps", "acme");
            answers(0, "usage");
            answers(0, "limits", "--json");
            answers(0, "customers", "--search", "ac");
            answers(0, "customer", "acme");
            answers(0, "summary");
            answers(2, "usage", "--key", "pk_test_nonsense");
            answers(0, "customers", "create", "--name", "Daily Ltd", "--customer", "daily", "--cadence", "DAILY");
            answers(1, "customers", "create", "--name", "Acme", "--customer", "acme");
            answers(2, "customers", "create");
            answers(0, "customers", "set", "acme", "--unit", "calls");
            assertThat(answers(0, "customers", "show", "acme").out()).contains("calls");
            answers(1, "customers", "show", "nobody");
            Files.writeString(folder.resolve("in.csv"), "customerId,delta\nimported,1\nimported,0\n");
            assertThat(answers(1, "import", "in.csv").out()).contains("in.csv.refused.csv");
            answers(0, "import", "in.csv", "--dry-run");
            answers(2, "import", "in.csv", "--map", "delta=amount");
            saysWhatIsWrongWithFiles(served.url());
            keys();
            checkpoints();
            assertThat(served.terminate()).isZero();
        }
        answers(3, "usage");
        answers(3, "keys", "list");
        answers(2, "usage", "--data", "elsewhere");
        answers(2, "serve", "--port", "many");
        answers(2, "nonsense");
        answers(2);
        answers(0, "--version");
        assertThat(answers(0, "serve", "--help").out())
                .contains(SettingsLoader.names())
                .satisfies(help -> assertThat(help.lines())
                        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(110)));
    }

    @Test
    void witnessPrintsItsKeyAndKeepsIt() throws Exception {
        answers(2, "witness");
        answers(2, "witness", "serve", "--data", "w");
        answers(2, "witness", "serve", "--data", "w", "--log", "nonsense");
        answers(3, "witness", "key", "--data", "w");
        Process process = program("witness", "serve", "--data", "w", "--port", "0", "--log", LOG_KEY)
                .redirectError(folder.resolve("witness.err").toFile())
                .start();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).startsWith("The witness is listening on http://127.0.0.1:");
            String vkey = out.readLine();
            assertThat(answers(0, "witness", "key", "--data", "w").out().strip())
                    .isEqualTo(vkey);
            answers(3, "witness", "serve", "--data", "w", "--port", "0", "--log", LOG_KEY);
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aSecondTenantIsOpenedInTheFolderOfAStoppedServer() throws Exception {
        answers(3, "tenants", "create", "--name", "Globex", "--data", "nowhere");
        String opened;
        try (Served served = serve("data")) {
            answers(3, "tenants", "create", "--name", "Globex");
            assertThat(served.terminate()).isZero();
        }
        opened = answers(0, "tenants", "create", "--name", "Globex", "--json").out();
        JsonObject tenant = (JsonObject) JsonReader.parse(opened.getBytes(StandardCharsets.UTF_8));
        String id = ((JsonString) tenant.get("tenantId")).value();
        assertThat(answers(0, "tenants", "list").out()).contains("main", "Globex", id);
        answers(2, "tenants", "create", "--name", " ");
        answers(2, "tenants");
        try (Served served = serve("data")) {
            assertThat(served.status("/readyz")).isEqualTo(200);
            String key = ((JsonString) tenant.get("productionApiKey")).value();
            answers(0, "usage", "--key", key);
            answers(0, "emit", "--customer", "acme", "--delta=-1", "--reason", "a");
            answers(1, "derive", "acme", "--key", key);
            Files.writeString(folder.resolve("password"), ((JsonString) tenant.get("operatorPassword")).value());
            assertThat(answers(0, "keys", "list", "--password-file", "password").out())
                    .contains("first key");
            assertThat(served.terminate()).isZero();
        }
        answers(0, "check");
    }

    private void saysWhatIsWrongWithFiles(String url) throws Exception {
        Files.createDirectory(folder.resolve("folder.csv"));
        assertThat(answers(3, "import", "absent.csv").err()).isEqualTo("absent.csv cannot be read: no such file.\n");
        assertThat(answers(3, "import", "folder.csv").err()).isEqualTo("folder.csv cannot be read: it is a folder.\n");
        for (String separator : new String[] {"", ",,", "\""}) {
            assertThat(answers(2, "import", "in.csv", "--separator", separator).err())
                    .startsWith("--separator must be one character");
        }
        Files.writeString(folder.resolve("cut.csv"), "customerId,delta,r\ncut,1,a\ncut,1,\"b\n");
        Ended cut = answers(3, "import", "cut.csv", "--map", "referenceId=r", "--json");
        assertThat(cut.out())
                .isEqualTo("{\"rows\":1,\"recorded\":1,\"recordedBefore\":0,\"refused\":0,\"sumOfRowsRead\":1}\n");
        assertThat(cut.err()).startsWith("cut.csv cannot be read: Line 3: ");
        Files.writeString(folder.resolve("tab.csv"), "customerId\tdelta\ntab\t1\n");
        answers(0, "import", "tab.csv", "--separator", "\\t", "--dry-run");
        assertThat(answers(2, "compare", "acme", "--mine", "absent.csv").err())
                .isEqualTo("The file absent.csv cannot be read: no such file.\n");
        assertThat(answers(2, "compare", "acme", "--mine", "folder.csv").err())
                .isEqualTo("The file folder.csv cannot be read: it is a folder.\n");
        assertThat(answers(2, "batch", "absent.json").err())
                .isEqualTo("The file absent.json cannot be read: no such file.\n");
        assertThat(answers(3, "audit", url, "--since", "absent").err())
                .isEqualTo("The head absent cannot be read: no such file.\n");
        assertThat(answers(3, "audit", url, "--state", "in.csv").err())
                .contains("cannot be")
                .doesNotContain("java.");
        assertThat(answers(3, "audit", "http://127.0.0.1:1").err()).contains("(nothing listens there)");
        assertThat(answers(3, "receipt", "acme", "--output", "absent/acme.json").err())
                .startsWith("Cannot write absent/acme.json: there is no folder ");
    }

    private void comparesFiles() throws Exception {
        answers(0, "emit", "--customer", "bolt", "--delta=-10.5", "--reason", "a", "--reference", "b1");
        answers(0, "emit", "--customer", "bolt", "--delta=-7", "--reason", "a", "--reference", "b2");
        Files.writeString(folder.resolve("all.csv"), "referenceId,delta\nb1,-10.50\nb2,-7\n");
        Files.writeString(folder.resolve("lacks.csv"), "Id;Amount\nb1;-10.5\n");
        Files.writeString(folder.resolve("other.ndjson"), "{\"referenceId\":\"b1\",\"delta\":-11}\n");
        assertThat(answers(0, "compare", "--mine", "all.csv", "--customer", "bolt")
                        .out())
                .contains("Nothing differs.");
        assertThat(answers(1, "compare", "bolt", "--mine=lacks.csv", "--reference-column=Id", "--delta-column=Amount")
                        .out())
                .containsPattern("recorded +-17\\.5\n")
                .containsPattern("yours +-10\\.5 +7\\.0\n")
                .containsPattern("recorded, not in yours +1 +0\\.0 +-7\\.0 +7\\.0\n")
                .containsPattern("b2 +-7 +r_0000000\\d{3} +recorded, not in yours");
        assertThat(answers(1, "compare", "bolt", "--theirs=other.ndjson", "--json")
                        .out())
                .contains("{\"class\":\"amount_differs\",\"count\":1,")
                .contains("\"matchesYours\":null");
        assertThat(answers(1, "compare", "bolt", "--mine=all.csv", "--theirs=-10.5")
                        .out())
                .containsOnlyOnce("Their figure equals the recorded balance before");
        assertThat(answers(2, "compare", "bolt", "--mine", "lacks.csv").err())
                .contains("Line 1:")
                .contains("'Amount'")
                .contains("--delta-column");
        comparesByUse();
        comparesSigned();
        answers(2, "compare", "bolt", "--mine", "nowhere.csv");
        assertThat(answers(2, "compare", "bolt", "--yours=1").err())
                .contains("give it for both: --yours=1 --theirs=1.");
        answers(2, "compare", "--mine", "all.csv");
    }

    private void comparesByUse() throws Exception {
        String[] late = {
            "emit", "--customer", "late", "--delta=-3", "--reason", "a", "--occurred-at", "2024-02-10T12:00:00Z"
        };
        answers(0, late);
        Files.writeString(folder.resolve("late.csv"), "date,delta\n2024-02-10,-3\n");
        String[] february = {"compare", "late", "--mine=late.csv", "--period=2024-02", "--time-basis=occurred"};
        assertThat(answers(0, february).out()).contains("(UTC), by time of use", "Nothing differs.");
        assertThat(answers(1, "compare", "late", "--yours=-3", "--theirs=0", "--period=2024-02")
                        .out())
                .contains("(UTC), by time recorded");
        answers(0, "compare", "late", "--yours=-3", "--theirs=-3", "--period=2024-02", "--time-basis=occurred");
        answers(2, "compare", "late", "--yours=-3", "--theirs=-3", "--time-basis=imagined");
        assertThat(answers(0, "checkpoint", "late", "--period=2024-02").err())
                .startsWith("No record was recorded in 2024-02, but 1 was used in it.")
                .contains("--time-basis occurred");
        assertThat(answers(0, "checkpoint", "--period=2024-02").err()).startsWith("No record was recorded");
        assertThat(answers(0, "checkpoint", "late").err()).isEmpty();
    }

    private void comparesSigned() throws Exception {
        Files.writeString(folder.resolve("positive.csv"), "referenceId,delta\nb1,10.50\nb2,7\n");
        assertThat(answers(0, "compare", "bolt", "--mine=positive.csv", "--negate", "--signed=agreed.json")
                        .err())
                .contains("./tallystick verify agreed.json");
        answers(0, "verify", "agreed.json");
        answers(1, "compare", "bolt", "--yours=-17.5", "--theirs=-10.5", "--signed=finding.json");
        answers(1, "compare", "bolt", "--mine=all.csv", "--theirs=-10.5", "--signed=theirs.json");
        answers(0, "verify", "theirs.json");
        answers(2, "compare", "bolt", "--mine=all.csv", "--theirs=other.ndjson", "--signed=both.json");
        answers(3, "compare", "bolt", "--mine=all.csv", "--signed=nowhere/at/all.json");
        answers(0, "verify", "finding.json");
        String report = Files.readString(folder.resolve("finding.json"));
        assertThat(report).contains("-10.5");
        Files.writeString(folder.resolve("finding.json"), report.replace("-10.5", "-10.6"));
        answers(1, "verify", "finding.json");
    }

    private void keys() throws Exception {
        Ended created = answers(0, "keys", "create", "--name", "export", "--scope", "read", "--json");
        JsonObject key = (JsonObject) JsonReader.parse(created.out().getBytes(StandardCharsets.UTF_8));
        String id = ((JsonString) key.get("id")).value();
        String full = ((JsonString) key.get("fullKey")).value();
        answers(0, "usage", "--key", full);
        answers(2, "emit", "--key", full, "--customer", "acme", "--delta", "1", "--reason", "read only");
        assertThat(answers(0, "keys", "list").out()).contains(id);
        answers(0, "keys", "rotate", id, "--grace-seconds", "60");
        answers(0, "keys", "revoke", id);
        answers(2, "usage", "--key", full);
        answers(1, "keys", "revoke", "key_000000000000");
    }

    private static String text(Ended ended, String name) {
        JsonObject data = (JsonObject) JsonReader.parse(ended.out().getBytes(StandardCharsets.UTF_8));
        return ((JsonString) data.get(name)).value();
    }

    private void checkpoints() throws Exception {
        String id = text(answers(0, "checkpoint", "acme", "--json"), "checkpointId");
        answers(0, "checkpoint");
        answers(2, "checkpoint", "acme", "--period", "2999-01");
        answers(1, "checkpoint", "nobody");
        assertThat(answers(0, "checkpoints", "--customer", "acme").out())
                .contains(id)
                .containsPattern("acme +[0-9]{4}-[0-9]{2} +2 +-499 +provisional")
                .doesNotContain("merkleRoot");
        assertThat(answers(0, "receipt", id).out()).contains(id);
        assertThat(answers(0, "receipt", id, "--output", "acme.json").err())
                .contains("is in acme.json.")
                .contains("./tallystick verify acme.json");
        answers(0, "verify", "acme.json");
        answers(1, "receipt", id, "--period", "2026-02");
        answers(0, "checkpoints", id);
        answers(0, "derive", "acme", "--starting-checkpoint", id);
        String key = text(answers(0, "customer-keys", "make", "acme.key", "--name", "acme", "--json"), "customerKey");
        answers(2, "customer-keys", "make", "acme.key", "--name", "acme");
        answers(2, "customer-keys", "make", "other.key", "--name", "a b");
        answers(2, "countersign", id, "--secret", "acme.key");
        String registered = text(answers(0, "customer-keys", "add", "acme", key, "--json"), "keyId");
        assertThat(answers(0, "customer-keys", "list", "acme").out()).contains("acme");
        assertThat(answers(0, "countersign", id, "--secret", "acme.key", "--json")
                        .out())
                .contains("\"countersigned\":true");
        String keyId = text(answers(0, "customer-keys", "revoke", "acme", registered, "--json"), "keyId");
        assertThat(keyId).isEqualTo(registered);
        answers(1, "customer-keys", "revoke", "acme", "ckey_000000000000");
        answers(2, "customer-keys", "add", "acme", key);
        answers(0, "settings", "--auto-close", "off");
        assertThat(answers(0, "settings", "--json").out()).contains("\"autoClose\":false");
        answers(2, "settings", "--auto-close", "perhaps");
        assertThat(answers(0, "settings", "--share-net-change", "on", "--json").out())
                .contains("\"shareNetChange\":true", "\"autoClose\":false");
        answers(2, "settings", "--share-net-change", "perhaps");
        assertThat(Files.getPosixFilePermissions(folder.resolve("acme.key"))).hasSize(2);
    }
}
