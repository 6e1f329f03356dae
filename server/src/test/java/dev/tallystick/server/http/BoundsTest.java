package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.server.config.Limits;
import dev.tallystick.server.http.TestServer.Answer;
import dev.tallystick.server.sequencer.PlaneBusyException;
import dev.tallystick.server.sequencer.PlaneName;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is held, counted and claimed is bounded, and given back. */
class BoundsTest {
    private static final Limits LIMITS = Limits.defaults(256L << 20);

    @Test
    void memoryForBodiesIsClaimedAtOnceOrRefusedAndGivenBack() {
        MemoryBudget budget = new MemoryBudget(100, 60);
        MemoryBudget.Lease one = budget.lease("one");
        one.claim(60);
        assertThatThrownBy(() -> one.claim(1)).hasMessageContaining("in parts");
        try (MemoryBudget.Lease two = budget.lease("two")) {
            two.claim(40);
            assertThatThrownBy(() -> two.claim(1)).hasMessageContaining("try again");
        }
        MemoryBudget.Lease sameTenant = budget.lease("one");
        assertThatThrownBy(() -> sameTenant.claim(1)).hasMessageContaining("try again");
        sameTenant.close();
        one.close();
        assertThat(budget.inUse()).isZero();
    }

    @Test
    void memoryForRepliesIsClaimedTooButOneAloneIsAlwaysSent() {
        MemoryBudget budget = new MemoryBudget(100, 60);
        MemoryBudget.Lease one = budget.lease("one");
        one.claim(20);
        assertThat(one.claimReply(150)).as("alone").isTrue();
        assertThat(budget.inUse()).as("the body's room serves the reply").isEqualTo(150);
        MemoryBudget.Lease two = budget.lease("two");
        assertThat(two.claimReply(1)).as("beside one that takes all").isFalse();
        assertThat(budget.inUse()).isEqualTo(150);
        one.close();
        assertThat(two.claimReply(60)).as("beyond its part, but alone").isTrue();
        MemoryBudget.Lease sameTenant = budget.lease("two");
        assertThat(sameTenant.claimReply(1)).as("beyond the tenant's part").isFalse();
        assertThat(budget.lease("three").claimReply(70))
                .as("a tenant's only one, beyond all")
                .isFalse();
        sameTenant.countReply(70);
        assertThat(budget.inUse()).as("what must be sent is counted").isEqualTo(130);
        sameTenant.close();
        two.close();
        assertThat(budget.inUse()).isZero();
    }

    @Test
    void repliesLeaveAQuarterOfTheMemoryForBodies() {
        MemoryBudget budget = new MemoryBudget(120, 60);
        assertThat(budget.lease("one").claimReply(30)).isTrue();
        assertThat(budget.lease("one").claimReply(16)).isFalse();
        assertThat(budget.lease("one").claimReply(15)).isTrue();
        budget.lease("one").claim(15);
        assertThat(budget.lease("two").claimReply(31)).as("of all tenants").isFalse();
        assertThat(budget.lease("two").claimReply(30)).isTrue();
        MemoryBudget.Lease compared = budget.lease("two");
        compared.claim(20);
        assertThat(compared.claimReply(20)).as("in the room its own body had").isTrue();
    }

    @Test
    void connectionsLeaveFilesForTheJournalAndTheIndex() {
        assertThat(LIMITS.withinFiles(1 << 20, 60)).as("files enough").isSameAs(LIMITS);
        assertThat(LIMITS.withinFiles(10_572, 60)).as("just enough").isSameAs(LIMITS);
        assertThat(LIMITS.withinFiles(10_571, 60).connections()).isEqualTo(9_999);
        Limits fewer = LIMITS.withinFiles(4_096, 60);
        assertThat(fewer.connections()).isEqualTo(4_096 - 60 - 512);
        assertThat(fewer.addressConnections()).as("a quarter of them").isEqualTo(881);
        assertThat(LIMITS.withinFiles(256, 60).connections())
                .as("half is kept where that is less")
                .isEqualTo(68);
        assertThat(LIMITS.withinFiles(100, 90).connections())
                .as("never none at all")
                .isEqualTo(16);
        assertThat(fewer.requestMillis()).isEqualTo(LIMITS.requestMillis());
    }

    @Test
    void aBodyOfVeryManyValuesIsRefusedBeforeItIsParsed() {
        try (TestServer server = new TestServer(LIMITS)) {
            String body = "{\"deltas\":[" + "0,".repeat(4_000_000) + "0]}";
            Answer answer = server.post("/api/v1/balance/delta/batch", body);
            assertThat(answer.status()).isEqualTo(413);
            assertThat(server.post("/api/v1/balance/delta", TestServer.delta("c", "1", ""))
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void attemptsToLogInRefillWithTime() {
        long[] now = {0};
        LoginThrottle throttle = new LoginThrottle(() -> Instant.ofEpochMilli(now[0]), LIMITS);
        for (int i = 0; i < LIMITS.loginBurst(); i++) {
            assertThat(throttle.attempt("a")).isZero();
        }
        assertThat(throttle.attempt("a")).isEqualTo(6);
        assertThat(throttle.attempt("b")).isZero();
        now[0] = LIMITS.loginRefillMillis();
        assertThat(throttle.attempt("a")).isZero();
        assertThat(throttle.attempt("a")).isEqualTo(6);
    }

    @Test
    void sessionsEndWithTimeAndTheOldestMakesRoom() {
        long[] now = {0};
        Sessions sessions = new Sessions(new java.util.Random(1), () -> Instant.ofEpochMilli(now[0]), LIMITS);
        String first = sessions.start("one");
        assertThat(sessions.tenant(first)).isEqualTo("one");
        for (int i = 0; i < LIMITS.sessions(); i++) {
            sessions.start("two");
        }
        assertThat(sessions.tenant(first)).isNull();
        String last = sessions.start("three");
        now[0] = LIMITS.sessionMillis();
        assertThat(sessions.tenant(last)).isNull();
    }

    @Test
    void stoppedAndFailingPlanesAreToldApartFromBadRequests() {
        try (TestServer server = new TestServer(LIMITS)) {
            server.sandbox.stopped = "the disk is full";
            assertThat(server.get("/readyz").status()).isEqualTo(503);
            assertThat(server.get("/readyz").body()).contains("the disk is full");
            assertThat(server.get("/healthz").status()).isEqualTo(200);
            server.sandbox.failure = new IllegalStateException("a defect of the server");
            Answer answer = server.post("/api/v1/balance/delta", TestServer.delta("c", "1", ""));
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.code()).isEqualTo("INTERNAL");
            assertThat(answer.body()).doesNotContain("a defect of the server");
            assertThat(server.get("/api/v1/balance/usage").status()).isEqualTo(200);
        }
    }

    static List<String> writesToAFullQueue() {
        String delta = TestServer.delta("c", "1", "");
        return List.of(
                "/api/v1/balance/delta " + delta,
                "/api/v1/balance/delta/batch {\"deltas\":[" + delta + "]}",
                "/api/v1/balance/delta/batch {\"atomic\":true,\"deltas\":[" + delta + "]}");
    }

    @ParameterizedTest
    @MethodSource("writesToAFullQueue")
    void aFullQueueIsNoFailureAndTellsWhenToTryAgain(String request) {
        try (TestServer server = new TestServer(LIMITS)) {
            server.sandbox.failure = new PlaneBusyException("the queue is full");
            String[] parts = request.split(" ", 2);
            Answer answer = server.post(parts[0], parts[1]);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.body()).contains("\"retryAfterSeconds\":1", "Nothing was stored");
            server.sandbox.failure = null;
            assertThat(server.post(parts[0], parts[1]).status()).isEqualTo(201);
        }
    }

    @ParameterizedTest
    @EnumSource(PlaneName.class)
    void oneStoppedPlaneOfTwoIsEnoughToBeUnready(PlaneName stopped) {
        try (TestServer server = new TestServer(LIMITS)) {
            MemoryPlane plane = stopped == PlaneName.SANDBOX ? server.sandbox : server.production;
            assertThat(server.get("/readyz").status()).isEqualTo(200);
            plane.stopped = "the disk is full";
            Answer answer = server.get("/readyz");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(answer.body()).contains("The " + stopped.label() + " plane takes no writes: the disk is full");
        }
    }
}
