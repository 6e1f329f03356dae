package dev.tallystick.client;

import dev.tallystick.client.WebhookException.Reason;
import dev.tallystick.proof.json.JsonException;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server's webhooks from anybody else's. Each family of signature headers that is there is checked, and at
 * least one must be: {@code X-PacSpace-Signature} and Standard Webhooks ({@code webhook-signature}). Digests are compared
 * in constant time. For many threads.
 */
public final class WebhookVerifier {
    /** How far a signature's time may be off, either way. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String PREFIX = "whsec_";
    private static final int DEPTH_MAX = 40;

    private final List<String> secrets;
    private final InstantSource clock;
    private final Duration tolerance;

    /**
     * Makes a verifier.
     *
     * @param secrets the endpoint's secret, {@code whsec_} included; during a rotation both
     * @param clock tells what is fresh
     * @param tolerance how far a signature's time may be off; {@link #TOLERANCE} is what others use
     * @throws IllegalArgumentException if there is no secret, or one is not of its form
     */
    public WebhookVerifier(List<String> secrets, InstantSource clock, Duration tolerance) {
        this.secrets = List.copyOf(secrets);
        this.clock = clock;
        this.tolerance = tolerance;
        if (secrets.isEmpty() || !secrets.stream().allMatch(WebhookVerifier::wellFormed)) {
            throw new IllegalArgumentException("A webhook secret is whsec_ and Base64.");
        }
    }

    private static boolean wellFormed(String secret) {
        try {
            return secret.startsWith(PREFIX) && standardKey(secret).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Checks a webhook.
     *
     * @param header gives a request header by its name, in any case, or null
     * @param body the raw bytes, before anything has parsed them
     * @throws WebhookException if it must not be believed
     */
    public WebhookEvent verify(Function<String, @Nullable String> header, byte[] body) {
        String own = header.apply("X-PacSpace-Signature");
        String standard = header.apply("webhook-signature");
        if (own == null && standard == null) {
            throw new WebhookException(Reason.UNSIGNED, "The request has no signature header.");
        }
        if (own != null) {
            String millis = present(header, "X-PacSpace-Timestamp");
            signed(own.split(","), "v1=", millis + ".", body, false);
            fresh(number(millis));
        }
        String id = null;
        if (standard != null) {
            id = present(header, "webhook-id");
            String seconds = present(header, "webhook-timestamp");
            signed(standard.split(" "), "v1,", id + "." + seconds + ".", body, true);
            fresh(Math.multiplyExact(number(seconds), 1000L));
        }
        WebhookEvent event = event(body);
        if (id != null && !id.equals(event.id())) {
            throw new WebhookException(Reason.MALFORMED, "The body's id is not the one that was signed.");
        }
        return event;
    }

    private void signed(String[] values, String prefix, String before, byte[] body, boolean family) {
        for (String secret : secrets) {
            byte[] key = family ? standardKey(secret) : secret.getBytes(StandardCharsets.UTF_8);
            byte[] digest = hmac(key, before.getBytes(StandardCharsets.UTF_8), body);
            String text = prefix
                    + (family
                            ? Base64.getEncoder().encodeToString(digest)
                            : HexFormat.of().formatHex(digest));
            for (String value : values) {
                if (MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), value.strip().getBytes(StandardCharsets.UTF_8))) {
                    return;
                }
            }
        }
        throw new WebhookException(Reason.WRONG_SIGNATURE, "No signature is by a known secret.");
    }

    private static byte[] standardKey(String secret) {
        return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    }

    private static byte[] hmac(byte[] key, byte[] before, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(before);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime lacks HMAC-SHA256; use a standard JDK 25.", e);
        }
    }

    private void fresh(long millis) {
        long off = Math.absExact(Math.subtractExact(clock.millis(), millis));
        if (off > tolerance.toMillis()) {
            throw new WebhookException(Reason.NOT_FRESH, "Signed " + off + " ms away from now.");
        }
    }

    private static String present(Function<String, @Nullable String> header, String name) {
        String value = header.apply(name);
        if (value == null) {
            throw new WebhookException(Reason.UNSIGNED, "The header " + name + " is missing.");
        }
        return value;
    }

    private static long number(String digits) {
        // 15 digits reach far beyond the year 9999 and cannot overflow below.
        if (!digits.matches("[0-9]{1,15}")) {
            throw new WebhookException(Reason.UNSIGNED, "The signature's time is no number.");
        }
        return Long.parseLong(digits);
    }

    private static WebhookEvent event(byte[] body) {
        try {
            if (JsonReader.parse(body, 0, body.length, DEPTH_MAX) instanceof JsonObject object) {
                Members members = new Members(object, "the webhook");
                return new WebhookEvent(
                        members.text("id"),
                        members.text("event"),
                        members.text("tenantId"),
                        members.text("environment"),
                        members.members("data").object());
            }
        } catch (JsonException | UnexpectedReplyException e) {
            throw new WebhookException(Reason.MALFORMED, "The body is not a notice: " + e.getMessage());
        }
        throw new WebhookException(Reason.MALFORMED, "The body is not an object.");
    }
}
