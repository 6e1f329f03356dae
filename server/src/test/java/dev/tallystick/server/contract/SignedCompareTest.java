package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.event.ApiKeyScopes;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.receipt.Step;
import dev.tallystick.proof.receipt.StepResult.Verdict;
import dev.tallystick.proof.receipt.TrustPolicy;
import dev.tallystick.proof.report.ReportVerification;
import dev.tallystick.proof.report.ReportVerifier;
import dev.tallystick.server.sequencer.PlaneName;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Signed reports of the real server, checked by the offline verifier. */
class SignedCompareTest {
    private static final String COMPARE = "/api/v1/balance/compare";
    private static final String CLAIMS = "{\"customerId\":\"acme\",\"yourBalance\":-100,\"theirBalance\":-99.5}";

    @TempDir
    private Path folder;

    private static JsonNode data(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        return Json.parse(reply.body()).path("data");
    }

    private static TrustPolicy trust(TestServer server) {
        return TrustPolicy.ofLogs(List.of(VerifierKey.parse(server.get("/log/sandbox/key", "X-Api-Key", "")
                .body()
                .lines()
                .findFirst()
                .orElseThrow())));
    }

    private static ReportVerification verify(JsonNode file, TrustPolicy trust) {
        return ReportVerifier.verify(file.toString().getBytes(StandardCharsets.UTF_8), trust);
    }

    private static void record(TestServer server) {
        data(server.post(
                "/api/v1/balance/delta",
                "{\"customerId\":\"acme\",\"delta\":-100,\"reason\":\"usage\",\"referenceId\":\"u-1\"}"));
    }

    @Test
    void aSignedReportPassesEveryStep_andSaysWhatTheReplySays() {
        try (TestServer server = new TestServer(folder)) {
            record(server);
            String reader = server.newKey(PlaneName.SANDBOX, server.tenant.id(), new ApiKeyScopes(true, false));
            JsonNode data = data(server.send(server.request(COMPARE + "?signed=true", "X-Api-Key", reader)
                    .POST(BodyPublishers.ofString(CLAIMS))
                    .build()));
            JsonNode signed = data.path("signed");
            TrustPolicy trust = trust(server);
            ReportVerification verification = verify(signed.path("report"), trust);
            assertThat(verification.passed()).as("%s", verification.steps()).isTrue();
            assertThat(verification.of(Step.SIGNATURE).verdict()).isEqualTo(Verdict.PASS);
            JsonNode report = signed.at("/report/report");
            assertThat(report.path("neutralBalance").asString()).isEqualTo("-100");
            assertThat(report.at("/discrepancyReport/amount").asString()).isEqualTo("0.5");
            assertThat(report.at("/discrepancyReport/recommendation"))
                    .isEqualTo(data.at("/discrepancyReport/recommendation"));
            assertThat(signed.path("reportHash")).isEqualTo(signed.at("/report/reportHash"));
            assertThat(signed.path("verificationReference").asString())
                    .isEqualTo(signed.at("/report/log/origin").asString() + "#"
                            + signed.path("leafIndex").asLong());
            assertThat(verify(
                                    Json.parse(signed.path("report")
                                            .toString()
                                            .replace("\"amount\":\"0.5\"", "\"amount\":\"0.4\"")),
                                    trust)
                            .of(Step.CONTENT_HASHES)
                            .verdict())
                    .isEqualTo(Verdict.FAIL);
        }
    }

    @Test
    void anUploadIsSignedAsWell() {
        try (TestServer server = new TestServer(folder)) {
            record(server);
            JsonNode data = data(server.send(
                    server.request(COMPARE + "/upload?customerId=acme&side=yours&signed=true&amounts=string")
                            .header("Content-Type", "text/csv")
                            .POST(BodyPublishers.ofString("referenceId,delta\nu-1,-100\n"))
                            .build()));
            ReportVerification verification = verify(data.at("/signed/report"), trust(server));
            assertThat(verification.passed()).as("%s", verification.steps()).isTrue();
            assertThat(data.at("/signed/report/report/records")).isEqualTo(data.path("records"));
        }
    }

    @Test
    void onlySignedReportsAreStored_eachTimeAnew() {
        try (TestServer server = new TestServer(folder)) {
            record(server);
            long before = server.events(PlaneName.SANDBOX);
            assertThat(data(server.post(COMPARE, CLAIMS)).has("signed")).isFalse();
            assertThat(data(server.post(COMPARE + "?signed=false", CLAIMS)).has("signed"))
                    .isFalse();
            long first = data(server.post(COMPARE + "?signed=true", CLAIMS))
                    .at("/signed/leafIndex")
                    .asLong();
            assertThat(data(server.post(COMPARE + "?signed=true", CLAIMS))
                            .at("/signed/leafIndex")
                            .asLong())
                    .isEqualTo(first + 1);
            assertThat(server.post(COMPARE + "?signed=yes", CLAIMS).statusCode())
                    .isEqualTo(400);
            assertThat(server.post(COMPARE + "?signed=true", CLAIMS.replace("acme", "nobody"))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(first).isEqualTo(before);
            assertThat(server.events(PlaneName.SANDBOX)).isEqualTo(before + 2);
        }
    }
}
