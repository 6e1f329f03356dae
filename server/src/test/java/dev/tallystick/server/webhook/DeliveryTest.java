package dev.tallystick.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.EndpointState;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.server.webhook.Receiver.Received;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    @TempDir
    private Path folder;

    private final Receiver receiver = new Receiver();
    private HookedPlane hooked;

    @BeforeEach
    void open() {
        hooked = new HookedPlane(folder);
    }

    @AfterEach
    void close() {
        hooked.close();
        receiver.close();
    }

    private List<Long> sequences(String customerId) {
        return receiver.received("delta.verified").stream()
                .filter(request -> request.customer().equals(customerId))
                .map(Received::sequence)
                .toList();
    }

    @Test
    void aRecordIsToldWithTheFieldsOfTheContract() {
        hooked.endpoint("webhook_a", receiver.url());
        hooked.emit("acme", 2);
        hooked.time.pass(MINUTE);
        assertThat(receiver.received().stream().map(Received::event))
                .containsExactly("customer.created", "delta.verified", "delta.verified");
        Received second = receiver.received().get(2);
        assertThat(second.line()).isEqualTo("POST /hook HTTP/1.1");
        assertThat(second.json().propertyNames())
                .containsExactly("id", "event", "tenantId", "timestamp", "createdAt", "environment", "data");
        assertThat(second.json().at("/id").asString()).isEqualTo(second.id());
        assertThat(second.json().at("/timestamp")).isEqualTo(second.json().at("/createdAt"));
        assertThat(second.json().at("/data").propertyNames())
                .contains(
                        "recordId",
                        "receiptId",
                        "verificationReference",
                        "customerId",
                        "delta",
                        "sequenceNumber",
                        "deltaIndex",
                        "reason",
                        "referenceId",
                        "blockTimestamp",
                        "balance",
                        "proof",
                        "verification");
        assertThat(second.json().at("/data/balance").asInt()).isEqualTo(2);
        assertThat(second.json().at("/data/proof/previousProofHash").asString())
                .isEqualTo(
                        receiver.received().get(1).json().at("/data/receiptId").asString());
    }

    @Test
    void anEndpointIsToldOfEverythingAfterItWasMadeAndNothingBefore() {
        hooked.emit("acme", 3);
        hooked.endpoint("webhook_a", receiver.url());
        hooked.emit("acme", 2);
        hooked.time.pass(MINUTE);
        assertThat(sequences("acme")).containsExactly(4L, 5L);
    }

    @Test
    void retriesComeAsScheduledAndThenTheDeliveryIsGivenUpOnRecord() {
        List<Long> at = new ArrayList<>();
        receiver.answering(request -> {
            at.add(hooked.time.now());
            return Receiver.status(500);
        });
        hooked.endpoint("webhook_a", receiver.url());
        hooked.emit("acme", 1);
        hooked.time.pass(4 * DAY);
        List<Long> first = at.subList(0, 10);
        List<Long> waits = new ArrayList<>();
        for (int i = 1; i < first.size(); i++) {
            waits.add(first.get(i) - first.get(i - 1));
        }
        assertThat(waits)
                .containsExactly(
                        5 * SECOND,
                        5 * MINUTE,
                        30 * MINUTE,
                        2 * HOUR,
                        5 * HOUR,
                        10 * HOUR,
                        14 * HOUR,
                        20 * HOUR,
                        24 * HOUR);
        Event.DeliveryGivenUp givenUp =
                hooked.events(Event.DeliveryGivenUp.class).getFirst();
        assertThat(givenUp.name()).isEqualTo("customer.created");
        assertThat(givenUp.attempts()).isEqualTo(10);
        assertThat(givenUp.reason()).isEqualTo("It answered 500.");
        // The next of the same customer has its turn only then.
        assertThat(receiver.received().stream().map(Received::event).toList().subList(0, 11))
                .containsSubsequence("customer.created", "delta.verified")
                .endsWith("delta.verified");
        Delivery failed = hooked.webhooks
                .deliveries(HookedPlane.TENANT, delivery -> delivery.name().equals("customer.created"))
                .getFirst();
        assertThat(failed.status()).isEqualTo(Delivery.Status.FAILED);
        assertThat(failed.attempts()).hasSize(10);
    }

    @Test
    void whatIsDoneAndWhatWaitsIsCounted() {
        receiver.answering(request -> request.customer().equals("bad") ? Receiver.status(500) : Receiver.OK);
        hooked.endpoint("webhook_a", receiver.url());
        hooked.emit("good", 2);
        hooked.time.pass(SECOND);
        assertThat(hooked.webhooks.counts().delivered()).isEqualTo(3);
        assertThat(hooked.webhooks.counts().failedAttempts()).isZero();
        assertThat(hooked.webhooks.standing().waiting()).isEqualTo(new Standing.Waiting(1, 0, 0, 0));
        hooked.emit("bad", 1);
        hooked.time.pass(2 * MINUTE);
        assertThat(hooked.webhooks.counts().failedAttempts()).isEqualTo(2);
        assertThat(hooked.webhooks.standing().waiting()).isEqualTo(new Standing.Waiting(1, 2, 2 * MINUTE, 0));
        hooked.publish("compare.diverged", "bad", "{\"customerId\":\"bad\"}");
        hooked.time.pass(MINUTE);
        // The journal's is the older one.
        assertThat(hooked.webhooks.standing().waiting()).isEqualTo(new Standing.Waiting(1, 3, 3 * MINUTE, 0));
        hooked.time.pass(4 * DAY);
        assertThat(hooked.webhooks.counts().givenUp()).isEqualTo(1);
        assertThat(hooked.webhooks.standing().waiting().notices()).isEqualTo(2);
        hooked.set("webhook_a", EndpointState.SWITCHED_OFF);
        hooked.emit("later", 1);
        hooked.time.pass(SECOND);
        assertThat(hooked.webhooks.standing().waiting()).isEqualTo(new Standing.Waiting(0, 0, 0, 0));
        hooked.set("webhook_a", EndpointState.ENABLED);
        hooked.webhooks.restart("webhook_a");
        hooked.time.pass(SECOND);
        receiver.answering(Receiver.OK);
        hooked.time.pass(MINUTE);
        assertThat(hooked.webhooks.standing().waiting().notices()).isZero();
    }

    @Test
    void jitterLengthensADelayByATenthAtMost() {
        for (int attempts = 1; attempts < RetrySchedule.ATTEMPTS_MAX; attempts++) {
            long least = RetrySchedule.nextAt(0, attempts, 0, () -> 0);
            long most = LongStream.range(0, 2_000)
                    .map(seed -> RetrySchedule.nextAt(0, 1, 0, new java.util.Random(seed)))
                    .max()
                    .orElseThrow();
            assertThat(most).isBetween(5_400L, 5_500L);
            assertThat(least).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({"3600, 3600", "1, 5", "9999999, 86400", "soon, 5"})
    void retryAfterIsHonouredWithinReason(String asked, long seconds) {
        List<Long> at = new ArrayList<>();
        receiver.answering(request -> {
            at.add(hooked.time.now());
            return "HTTP/1.1 503 Busy\r\nRetry-After: " + asked + "\r\nContent-Length: 0\r\n\r\n";
        });
        hooked.endpoint("webhook_a", receiver.url());
        hooked.emit("acme", 1);
        hooked.time.pass(2 * DAY);
        assertThat(at.get(1) - at.get(0)).isEqualTo(seconds * SECOND);
    }

    @Test
    void goneDisablesAndEnablingGoesOnWhereItStopped() {
        receiver.answering(Receiver.status(410));
        hooked.endpoint("webhook_a", receiver.url());
        hooked.emit("acme", 3);
        hooked.time.pass(DAY);
        assertThat(hooked.endpoint("webhook_a").state()).isEqualTo(EndpointState.GONE);
        assertThat(receiver.received()).hasSize(1);
        receiver.answering(Receiver.OK);
        hooked.set("webhook_a", EndpointState.ENABLED);
        hooked.webhooks.restart("webhook_a");
        hooked.time.pass(MINUTE);
        assertThat(sequences("acme")).containsExactly(1L, 2L, 3L);
    }

    @Test
    void fiveDaysOfFailureDisableAndASuccessInBetweenDoesNot() {
        receiver.answering(Receiver.status(500));
        hooked.endpoint("webhook_a", receiver.url());
        hooked.emit("acme", 1);
        hooked.time.pass(4 * DAY);
        receiver.answering(Receiver.OK);
        hooked.emit("other", 1);
        hooked.time.pass(HOUR);
        receiver.answering(Receiver.status(500));
        hooked.emit("third", 50);
        hooked.time.pass(4 * DAY);
        assertThat(hooked.endpoint("webhook_a").enabled()).isTrue();
        hooked.time.pass(4 * DAY);
        assertThat(hooked.endpoint("webhook_a").state()).isEqualTo(EndpointState.FAILED);
        int sent = receiver.received().size();
        hooked.time.pass(10 * DAY);
        assertThat(receiver.received()).hasSize(sent);
    }

    @Test
    void customersKeepTheirOrderWhateverFails() {
        Map<String, Integer> tries = new HashMap<>();
        receiver.answering(request -> {
            int times = tries.merge(request.id(), 1, Integer::sum);
            return times < 3 && Math.floorMod(request.id().hashCode(), 3) == 0 ? Receiver.status(500) : Receiver.OK;
        });
        hooked.endpoint("webhook_a", receiver.url());
        for (int i = 0; i < 20; i++) {
            for (String customer : List.of("a", "b", "c")) {
                hooked.emit(customer, 2);
            }
        }
        hooked.time.pass(2 * DAY);
        for (String customer : List.of("a", "b", "c")) {
            // A repeat after a failure aside, each comes after the one before it.
            assertThat(sequences(customer).stream().distinct()).isSorted().hasSize(40);
            assertThat(sequences(customer)).isSorted();
        }
    }

    @Test
    void aFailingCustomerDoesNotHoldUpTheOthersOfItsEndpoint() {
        receiver.answering(request -> request.customer().equals("bad") ? Receiver.status(500) : Receiver.OK);
        hooked.endpoint("webhook_a", receiver.url());
        hooked.emit("bad", 50);
        hooked.emit("good", 50);
        hooked.time.pass(MINUTE);
        assertThat(sequences("good")).hasSize(50);
        assertThat(sequences("bad")).isEmpty();
    }

    @Test
    void aRestartInGoodOrderNeitherLosesNorRepeats() {
        receiver.answering(request -> request.sequence() == 5 ? Receiver.status(500) : Receiver.OK);
        hooked.endpoint("webhook_a", receiver.url());
        hooked.emit("acme", 10);
        hooked.time.pass(MINUTE);
        assertThat(sequences("acme")).containsExactly(1L, 2L, 3L, 4L, 5L, 5L);
        hooked.reopened();
        receiver.answering(Receiver.OK);
        hooked.time.pass(MINUTE);
        // The retry that is due in five minutes is still due then.
        assertThat(sequences("acme")).hasSize(6);
        hooked.time.pass(5 * MINUTE);
        assertThat(sequences("acme")).containsExactly(1L, 2L, 3L, 4L, 5L, 5L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void moreThanCanBeHeldWaitsInTheJournal() {
        receiver.answering(Receiver.status(500));
        hooked.endpoint("webhook_a", receiver.url());
        for (int i = 0; i < 15; i++) {
            hooked.emit("acme", 100);
        }
        hooked.time.pass(MINUTE);
        assertThat(hooked.webhooks.standing().of("webhook_a").pending()).isLessThan(1_100);
        assertThat(hooked.webhooks.standing().of("webhook_a").behind()).isPositive();
        receiver.answering(Receiver.OK);
        hooked.time.pass(HOUR);
        assertThat(new HashSet<>(sequences("acme"))).hasSize(1_500);
        assertThat(sequences("acme")).isSorted();
    }

    @Test
    void aRotationSignsWithBothSecretsForADay() {
        hooked.endpoint("webhook_a", receiver.url());
        hooked.submit(new Command.RotateEndpointSecret(
                HookedPlane.TENANT,
                "webhook_a",
                hooked.webhooks.vault().seal(hooked.webhooks.vault().newSecret(), HookedPlane.TENANT, "webhook_a"),
                DAY));
        hooked.webhooks.changed();
        hooked.emit("acme", 1);
        hooked.time.pass(MINUTE);
        hooked.time.pass(DAY);
        hooked.emit("acme", 1);
        hooked.time.pass(MINUTE);
        List<Received> all = receiver.received("delta.verified");
        assertThat(all.get(0).headers().get("x-pacspace-signature")).matches("v1=[0-9a-f]{64},v1=[0-9a-f]{64}");
        assertThat(all.get(0).headers().get("webhook-signature")).matches("v1,\\S{44} v1,\\S{44}");
        assertThat(all.get(1).headers().get("x-pacspace-signature")).matches("v1=[0-9a-f]{64}");
    }

    @Test
    void retryAndReplayTellAgainUnderTheSameIds() {
        hooked.endpoint("webhook_a", receiver.url());
        long start = hooked.time.now();
        hooked.emit("acme", 2);
        hooked.time.pass(MINUTE);
        List<String> ids = receiver.received().stream().map(Received::id).toList();
        assertThat(hooked.webhooks.retry(hooked.deliveries("webhook_a").subList(0, 1)))
                .containsExactly("webhook_a");
        hooked.time.pass(MINUTE);
        assertThat(receiver.received().getLast().id()).isEqualTo(ids.getLast());
        hooked.webhooks.replay("webhook_a", start, hooked.time.now());
        hooked.time.pass(MINUTE);
        assertThat(receiver.received().stream().map(Received::id).toList().subList(4, 7))
                .isEqualTo(ids);
        assertThat(hooked.deliveries("webhook_a").getFirst().attempts()).hasSize(3);
    }

    @Test
    void whatIsPublishedIsRetriedAcrossARestart() {
        receiver.answering(Receiver.status(500));
        hooked.endpoint("webhook_a", receiver.url());
        hooked.publish("compare.diverged", "acme", "{\"amount\":1}");
        hooked.time.pass(MINUTE);
        hooked.reopened();
        receiver.answering(Receiver.OK);
        hooked.time.pass(HOUR);
        assertThat(receiver.received("compare.diverged")).hasSize(3);
        assertThat(receiver.received().getLast().json().at("/data/amount").asInt())
                .isEqualTo(1);
    }

    @Test
    void whatIsPublishedOutlivesAKilledProcess() {
        receiver.answering(Receiver.status(500));
        hooked.endpoint("webhook_a", receiver.url());
        hooked.publish("compare.diverged", "acme", "{\"amount\":1}");
        hooked.time.pass(MINUTE);
        hooked.publish("receipt.generated", "acme", "{\"amount\":2}");
        hooked.time.pass(SECOND);
        hooked.publish("compare.diverged", "other", "{\"amount\":3}");
        List<Delivery> before = hooked.deliveries("webhook_a");
        receiver.answering(Receiver.OK);
        int tried = receiver.received().size();

        hooked.killed();
        hooked.time.pass(HOUR);

        assertThat(before).extracting(Delivery::status).containsOnly(Delivery.Status.PENDING);
        assertThat(receiver.received().subList(tried, receiver.received().size()))
                .extracting(each -> each.json().at("/data/amount").asInt())
                .containsExactlyInAnyOrder(1, 2, 3)
                .containsSubsequence(1, 2);
        assertThat(hooked.deliveries("webhook_a"))
                .hasSize(3)
                .extracting(Delivery::status)
                .containsOnly(Delivery.Status.DELIVERED);
    }

    @Test
    void whatIsPublishedTogetherKeepsItsOrderThroughAKill_toAnEndpointThatIsNotWrittenDownYet() {
        hooked.jitter(new Random(7));
        hooked.endpoint("webhook_a", receiver.url());
        hooked.webhooks
                .publishing()
                .publish(
                        HookedPlane.TENANT,
                        IntStream.range(0, 10)
                                .mapToObj(i ->
                                        new Publishing.Publication("delta.failed", "acme", "{\"amount\":" + i + "}"))
                                .toList());

        hooked.killed();
        hooked.time.pass(HOUR);

        assertThat(receiver.received())
                .extracting(each -> each.json().at("/data/amount").asInt())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        hooked.reopened();
        hooked.time.pass(HOUR);
        assertThat(receiver.received()).as("told once").hasSize(10);
    }

    @Test
    void aDeletedEndpointIsToldNothingMore() {
        receiver.answering(Receiver.status(500));
        hooked.endpoint("webhook_a", receiver.url());
        hooked.emit("acme", 1);
        hooked.time.pass(SECOND);
        hooked.submit(new Command.DeleteEndpoint(HookedPlane.TENANT, "webhook_a"));
        hooked.webhooks.changed();
        int sent = receiver.received().size();
        hooked.time.pass(DAY);
        assertThat(receiver.received()).hasSize(sent);
        assertThat(hooked.webhooks.standing().of("webhook_a")).isNull();
    }

    @Test
    void theTestEventComesAtOnceAndItsOutcomeIsTold() {
        receiver.answering("HTTP/1.1 418 Teapot\r\nContent-Length: 5\r\n\r\nshort");
        hooked.endpoint("webhook_a", receiver.url());
        Delivery.Attempt attempt = hooked.webhooks.publishing().test(hooked.endpoint("webhook_a"));
        assertThat(attempt.statusCode()).isEqualTo(418);
        assertThat(attempt.reply()).isEqualTo("short");
        assertThat(receiver.received().getFirst().event()).isEqualTo("endpoint.test");
    }
}
