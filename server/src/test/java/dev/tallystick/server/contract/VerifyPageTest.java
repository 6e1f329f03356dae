package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What somebody sees who scans the code on a receipt. */
class VerifyPageTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private static final String VERIFY = "/api/v1/verify/";
    private static final String NO_ROOT = "0x" + "ab".repeat(Hash.LENGTH);

    @TempDir
    private Path folder;

    private TestServer server;
    private JsonNode delta;

    @BeforeEach
    void start() {
        server = new TestServer(folder);
        delta = Json.parse(server.post(
                                "/api/v1/balance/delta",
                                "{\"customerId\":\"acme\",\"delta\":-77.125,\"reason\":\"secret usage\"}")
                        .body())
                .path("data");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> get(String root, String accept) {
        return server.get("/verify/" + root, "X-Api-Key", "", "Accept", accept);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                BROWSER + "                                     | text/html; charset=utf-8",
                "text/html                                      | text/html; charset=utf-8",
                "text/*                                         | text/html; charset=utf-8",
                "application/json;q=0.5, text/html;q=0.9        | text/html; charset=utf-8",
                "''                                             | application/json",
                "*/*                                            | application/json",
                "application/json                               | application/json",
                "application/json, text/html                    | application/json",
                "text/html;q=0.5, application/json;q=0.9        | application/json",
                "'text/html;q=0, */*'                           | application/json",
                "text/html;q=nonsense                           | application/json",
                "text/html;q=\"                                 | application/json",
                "a/b;c=\"                                       | application/json",
            })
    void theClientGetsWhatItPrefers(String accept, String contentType) {
        HttpResponse<String> reply = get(delta.path("receiptId").asString(), accept);
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).hasValue(contentType);
        assertThat(reply.headers().allValues("Vary")).containsExactly("Accept");
        assertThat(server.get("/api/v1/verify/" + delta.path("receiptId").asString(), "Accept", accept)
                        .headers()
                        .firstValue("Content-Type"))
                .hasValue("application/json");
    }

    @Test
    void thePageSaysWhatTheJsonSays() {
        String root = delta.path("receiptId").asString();
        String page = get(root, BROWSER).body();
        JsonNode json = Json.parse(get(root, "application/json").body()).path("data");
        assertThat(page)
                .contains("✓ Verified", "One record", "<dd>1</dd>", root, "log.example/sandbox")
                .contains(json.at("/verification/inclusionProof/rootHash").asString())
                .contains("does not prove that the vendor measured usage correctly", "tallystick verify")
                .doesNotContain("Failed", "Not looked at", "acme", "secret", "77.125", "ten_");
        assertThat(page.split("✓ Passed", -1)).hasSize(5);
        JsonNode sealed = Json.parse(server.get("/api/v1/balance/receipt/acme").body());
        assertThat(get(sealed.at("/data/proofRoot").asString(), BROWSER).body())
                .contains("✓ Verified", "A checkpoint")
                .doesNotContain("acme", "secret", "77.125", "ten_");
        // From the published log alone no times and counts are known.
        assertThat(get(root + "?source=chain", BROWSER).body())
                .contains("✓ Verified", "One record", "Not looked at")
                .doesNotContain("<dt>Recorded</dt>", "<dt>Records</dt>");
    }

    @Test
    void whatIsNotKnownOrNoRootIsSaidPlainly() {
        HttpResponse<String> unknown = get(NO_ROOT, BROWSER);
        assertThat(unknown.statusCode()).isEqualTo(200);
        assertThat(unknown.body())
                .contains("✗ Not verified", "This root is not known here")
                .doesNotContain("✓", "Passed");
        for (String malformed : new String[] {"nonsense", "0xABC", "%3Cscript%3Ealert(1)%3C%2Fscript%3E"}) {
            HttpResponse<String> refused = get(malformed, BROWSER);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
            assertThat(refused.body())
                    .contains("✗ This cannot be checked", "64 lower-case")
                    .doesNotContain("<script", "✓");
            assertThat(get(malformed, "*/*").body()).contains("VALIDATION_ERROR");
        }
        assertThat(get(NO_ROOT + "?source=moon", BROWSER).statusCode()).isEqualTo(400);
    }

    @Test
    void anAddressThatLeadsNowhereGetsThePageToo() {
        for (String path : new String[] {"/verify", "/verify/", "/verify//", "/verify/" + NO_ROOT + "/more"}) {
            HttpResponse<String> page = server.get(path, "X-Api-Key", "", "Accept", BROWSER);
            assertThat(page.statusCode()).isEqualTo(404);
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
            assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
            assertThat(page.body())
                    .contains("✗ Nothing found", "Scan the code again")
                    .doesNotContain("✓");
            HttpResponse<String> json = server.get(path, "X-Api-Key", "", "Accept", "*/*");
            assertThat(json.statusCode()).isEqualTo(404);
            assertThat(json.body()).contains("NOT_FOUND");
        }
        assertThat(server.get("/verifying", "Accept", BROWSER).body()).contains("NOT_FOUND");
    }

    @Test
    void thePageRunsNothingAndLoadsNothing() {
        HttpResponse<String> reply = get(delta.path("receiptId").asString(), BROWSER);
        String page = reply.body();
        String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
        String hash = Base64Text.of(Sha256.hash(style.getBytes(StandardCharsets.UTF_8)));
        assertThat(reply.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; style-src 'sha256-" + hash
                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(reply.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(reply.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(reply.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page).doesNotContain("<script", "<link", "<img", "@import", "url(", "style=", " src=", "{{");
    }

    @Test
    void theSumIsShownOnlyWhereTheTenantSharesIt() {
        String root = delta.path("receiptId").asString();
        String[] other = {"Authorization", "Bearer " + server.login(server.stranger)};
        String[] operator = {"Authorization", "Bearer " + server.login(server.tenant)};
        // Another tenant's choice and another plane's are not this one's.
        settings("{\"shareNetChange\":true}", other);
        settings("{\"shareNetChange\":true,\"environment\":\"live\"}", operator);
        assertThat(netChange(VERIFY + root).isNull()).isTrue();
        assertThat(get(root, BROWSER).body()).doesNotContain("Net change");
        settings("{\"shareNetChange\":true}", operator);
        for (String path : new String[] {VERIFY + root, VERIFY + root + "?source=both", "/api/v1/receipt/" + root}) {
            assertThat(netChange(path).decimalValue()).isEqualByComparingTo("-77.125");
        }
        assertThat(get(root, BROWSER).body()).contains("<dt>Net change</dt>\n<dd>-77.125</dd>");
        // The published log knows no sums.
        assertThat(netChange(VERIFY + root + "?source=chain").isNull()).isTrue();
        String sealed = Json.parse(server.get("/api/v1/balance/receipt/acme").body())
                .at("/data/proofRoot")
                .asString();
        assertThat(netChange(VERIFY + sealed).decimalValue()).isEqualByComparingTo("-77.125");
        server.restart();
        assertThat(netChange(VERIFY + root).decimalValue()).isEqualByComparingTo("-77.125");
        settings("{\"shareNetChange\":false}", "Authorization", "Bearer " + server.login(server.tenant));
        assertThat(netChange(VERIFY + root).isNull()).isTrue();
    }

    private void settings(String body, String... credentials) {
        HttpResponse<String> reply = server.post("/dashboard/settings", body, credentials);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        assertThat(Json.parse(reply.body()).at("/data/autoClose").asBoolean()).isTrue();
    }

    private JsonNode netChange(String path) {
        JsonNode reply = Json.parse(server.get(path, "X-Api-Key", "").body());
        assertThat(reply.at("/data/verified").asBoolean()).isTrue();
        return reply.at("/data/summary/netChange");
    }
}
