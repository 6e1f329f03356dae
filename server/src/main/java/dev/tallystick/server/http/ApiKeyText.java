package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.server.sequencer.PlaneName;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * An API key as people handle it: {@code pk_test_{publicId}.{secret}} for the sandbox, {@code pk_live_...} for
 * production.
 *
 * <p>The public id is 12 lower-case base-36 characters. The secret is 33 base-62 characters (196 random bits) and six
 * more that hold the CRC-32 of everything before them, so that a typo is found without a look-up.
 *
 * @param publicId names the key, may be shown
 * @param secret never stored or logged; only {@link #secretHash()} is kept
 */
public record ApiKeyText(PlaneName plane, String publicId, String secret) {
    private static final int PUBLIC_ID_LENGTH = 12;
    private static final int RANDOM_LENGTH = 33;
    private static final int CHECK_LENGTH = 6;
    private static final int PREFIX_LENGTH = 8;
    private static final int LENGTH = PREFIX_LENGTH + PUBLIC_ID_LENGTH + 1 + RANDOM_LENGTH + CHECK_LENGTH;
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int BASE_36 = 36;
    private static final int BASE_62 = 62;

    /** Makes a new key; {@code random} must be a cryptographic generator. */
    public static ApiKeyText generate(PlaneName plane, RandomGenerator random) {
        String publicId = randomText(random, BASE_36, PUBLIC_ID_LENGTH);
        String secret = randomText(random, BASE_62, RANDOM_LENGTH);
        return new ApiKeyText(plane, publicId, secret + check(plane.keyPrefix() + publicId + '.' + secret));
    }

    /** A new id of the form {@code {prefix}} and 12 lower-case base-36 characters, such as {@code key_...}. */
    public static String newId(String prefix, RandomGenerator random) {
        return prefix + randomText(random, BASE_36, PUBLIC_ID_LENGTH);
    }

    /** Random base-62 text; 33 characters carry 196 bits. */
    public static String newSecret(int length, RandomGenerator random) {
        return randomText(random, BASE_62, length);
    }

    /** Reads a key, or returns null if the text is not one or its check characters do not fit. */
    public static @Nullable ApiKeyText parse(String text) {
        int dot = PREFIX_LENGTH + PUBLIC_ID_LENGTH;
        PlaneName plane = planeOf(text);
        if (plane == null || text.length() != LENGTH || text.charAt(dot) != '.') {
            return null;
        }
        if (!allOf(text, PREFIX_LENGTH, dot, BASE_36) || !allOf(text, dot + 1, LENGTH, BASE_62)) {
            return null;
        }
        if (!text.regionMatches(
                LENGTH - CHECK_LENGTH, check(text.substring(0, LENGTH - CHECK_LENGTH)), 0, CHECK_LENGTH)) {
            return null;
        }
        return new ApiKeyText(plane, text.substring(PREFIX_LENGTH, dot), text.substring(dot + 1));
    }

    private static @Nullable PlaneName planeOf(String text) {
        for (PlaneName plane : PlaneName.values()) {
            if (text.startsWith(plane.keyPrefix())) {
                return plane;
            }
        }
        return null;
    }

    /** What is stored of the secret. */
    public Hash secretHash() {
        return Sha256.hash(secret.getBytes(StandardCharsets.US_ASCII));
    }

    /** The part that may be shown: {@code pk_test_} and the public id. */
    public String publicKey() {
        return plane.keyPrefix() + publicId;
    }

    /** The whole key with its secret, to be shown once. */
    public String fullKey() {
        return publicKey() + '.' + secret;
    }

    /** The public part only, so that no log line can hold the secret. */
    @Override
    public String toString() {
        return publicKey();
    }

    private static boolean allOf(String text, int from, int to, int base) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean digit = isIn(c, '0', '9') || isIn(c, 'a', 'z') || (base == BASE_62 && isIn(c, 'A', 'Z'));
            if (!digit) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIn(char c, char first, char last) {
        return c >= first && c <= last;
    }

    private static String randomText(RandomGenerator random, int base, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(DIGITS.charAt(random.nextInt(base)));
        }
        return text.toString();
    }

    private static String check(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        char[] digits = new char[CHECK_LENGTH];
        for (int i = CHECK_LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % BASE_62));
            rest /= BASE_62;
        }
        return new String(digits);
    }
}
