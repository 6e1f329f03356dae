package dev.tallystick.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.client.WebhookException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class WebhookVerifierTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.007Z");
    private static final String BODY = "{\"id\":\"evt_1\",\"event\":\"delta.verified\",\"tenantId\":\"t\","
            + "\"timestamp\":\"2026-02-03T04:05:06.000Z\",\"environment\":\"sandbox\",\"data\":{\"delta\":-1}}";

    private final WebhookVerifier verifier =
            new WebhookVerifier(List.of(SECRET), InstantSource.fixed(NOW), WebhookVerifier.TOLERANCE);

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> own(Instant at) throws Exception {
        String time = Long.toString(at.toEpochMilli());
        byte[] digest = hmac(SECRET.getBytes(StandardCharsets.UTF_8), time + "." + BODY);
        return new HashMap<>(Map.of(
                "X-PacSpace-Timestamp",
                time,
                "X-PacSpace-Signature",
                "v1=" + "00".repeat(32) + ", v1=" + HexFormat.of().formatHex(digest)));
    }

    private static Map<String, String> standard(String id, Instant at) throws Exception {
        String time = Long.toString(at.getEpochSecond());
        byte[] key = Base64.getDecoder().decode(SECRET.substring(6));
        byte[] digest = hmac(key, id + "." + time + "." + BODY);
        return new HashMap<>(Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                time,
                "webhook-signature",
                "v1,AAAA v1," + Base64.getEncoder().encodeToString(digest)));
    }

    private WebhookEvent verify(Map<String, String> headers, String body) {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        return verifier.verify(anyCase::get, body.getBytes(StandardCharsets.UTF_8));
    }

    private void refused(Reason reason, Map<String, String> headers, String body) {
        assertThatThrownBy(() -> verify(headers, body))
                .isInstanceOfSatisfying(
                        WebhookException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void standardWebhooksOwnExample_holds() {
        // The vector in the Standard Webhooks libraries' tests. Its body is no notice of ours, which is looked at last.
        WebhookVerifier then = new WebhookVerifier(
                List.of(SECRET), InstantSource.fixed(Instant.ofEpochSecond(1614265330)), WebhookVerifier.TOLERANCE);
        Map<String, String> headers = Map.of(
                "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp", "1614265330",
                "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> then.verify(headers::get, body))
                .isInstanceOfSatisfying(
                        WebhookException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }

    @Test
    void eitherFamily_andBothDuringARotation() throws Exception {
        assertThat(verify(own(NOW), BODY).event()).isEqualTo("delta.verified");
        assertThat(verify(standard("evt_1", NOW), BODY).id()).isEqualTo("evt_1");
        Map<String, String> both = own(NOW);
        both.putAll(standard("evt_1", NOW));
        assertThat(verify(both, BODY).environment()).isEqualTo("sandbox");
    }

    @Test
    void whatIsNotSigned_orNotAsItIs_isRefused() throws Exception {
        refused(Reason.UNSIGNED, Map.of(), BODY);
        refused(Reason.WRONG_SIGNATURE, own(NOW), BODY.replace("-1", "-2"));
        refused(Reason.WRONG_SIGNATURE, standard("evt_1", NOW), BODY + " ");
        refused(Reason.MALFORMED, standard("evt_2", NOW), BODY);
        Map<String, String> oneWrong = own(NOW);
        oneWrong.putAll(standard("evt_1", NOW));
        oneWrong.put("webhook-signature", "v1,AAAA");
        refused(Reason.WRONG_SIGNATURE, oneWrong, BODY);
        Map<String, String> noTime = own(NOW);
        noTime.remove("X-PacSpace-Timestamp");
        refused(Reason.UNSIGNED, noTime, BODY);
    }

    @Test
    void anOldOrFutureSignature_isRefused() throws Exception {
        Duration edge = WebhookVerifier.TOLERANCE;
        assertThat(verify(own(NOW.minus(edge)), BODY).id()).isEqualTo("evt_1");
        refused(Reason.NOT_FRESH, own(NOW.minus(edge).minusMillis(1)), BODY);
        refused(Reason.NOT_FRESH, own(NOW.plus(edge).plusMillis(1)), BODY);
        refused(Reason.NOT_FRESH, standard("evt_1", NOW.minus(edge).minusSeconds(1)), BODY);
    }
}
