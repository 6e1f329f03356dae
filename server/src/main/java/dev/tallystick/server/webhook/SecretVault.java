package dev.tallystick.server.webhook;

import dev.tallystick.ledger.event.SealedSecret;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes webhook secrets, and seals them for the journal with AES-256-GCM as docs/formats/webhooks.md lays out. The key
 * comes from a setting, or from a file made when it is first needed. Thread-safe.
 */
public final class SecretVault {
    /** How every secret begins. */
    public static final String PREFIX = "whsec_";

    private static final int KEY_BYTES = 32;
    private static final int FORM = 1;
    private static final int KEY_ID_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String TAG = "tallystick:webhook-secret:v1";

    private final Path file;
    private final SecureRandom random;
    private final FileMaker maker;
    private byte @Nullable [] key;

    /** Writes a new file that only its owner may read, durably. */
    @FunctionalInterface
    public interface FileMaker {
        void write(Path file, byte[] content) throws IOException;
    }

    /**
     * Prepares a vault; nothing is read or written yet.
     *
     * @param file where the key stands or will stand, in base64; not used when {@code given} is there
     * @param given the key as 32 bytes in base64 or hex, or null
     * @throws IllegalArgumentException {@code given} is no such key; the message does not repeat it
     */
    public SecretVault(Path file, @Nullable String given, SecureRandom random, FileMaker maker) {
        this.file = file;
        this.random = random;
        this.maker = maker;
        this.key = given == null ? null : key(given, "The setting TALLYSTICK_SECRETS_KEY");
    }

    /** A secret nobody knows yet: {@value #PREFIX} and 32 random bytes in base64. */
    public String newSecret() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /** Seals a secret for one endpoint; it can be opened for no other. */
    public SealedSecret seal(String secret, String tenantId, String endpointId) {
        byte[] with = key(true);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(
                Cipher.ENCRYPT_MODE, with, nonce, secret.getBytes(StandardCharsets.US_ASCII), tenantId, endpointId);
        return new SealedSecret(new ByteSink(128)
                .u8(FORM)
                .bytes(keyId(with))
                .bytes(nonce)
                .bytes(sealed)
                .toBytes());
    }

    /**
     * Opens what {@link #seal} sealed.
     *
     * @throws IllegalStateException it was sealed with another key, for another endpoint, or was changed
     */
    public String open(SealedSecret secret, String tenantId, String endpointId) {
        byte[] bytes = secret.bytes();
        int start = 1 + KEY_ID_BYTES + NONCE_BYTES;
        byte[] with = key(false);
        if (bytes.length <= start || bytes[0] != FORM) {
            throw new IllegalStateException("The secret of webhook endpoint " + endpointId + " has an unknown form.");
        }
        if (!Arrays.equals(bytes, 1, 1 + KEY_ID_BYTES, keyId(with), 0, KEY_ID_BYTES)) {
            throw new IllegalStateException("The secret of webhook endpoint " + endpointId
                    + " was sealed with another key than the one in " + file
                    + " or TALLYSTICK_SECRETS_KEY. Restore that key, or rotate the endpoint's secret.");
        }
        byte[] nonce = Arrays.copyOfRange(bytes, 1 + KEY_ID_BYTES, start);
        byte[] sealed = Arrays.copyOfRange(bytes, start, bytes.length);
        byte[] opened = crypt(Cipher.DECRYPT_MODE, with, nonce, sealed, tenantId, endpointId);
        return new String(opened, StandardCharsets.US_ASCII);
    }

    private static byte[] crypt(int mode, byte[] key, byte[] nonce, byte[] input, String tenantId, String endpointId) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD((TAG + '\0' + tenantId + '\0' + endpointId).getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The secret of webhook endpoint " + endpointId + " cannot be read: it was changed.", e);
        }
    }

    private static byte[] keyId(byte[] key) {
        byte[] tagged =
                new ByteSink(64).ascii("tallystick:webhook-key:v1").bytes(key).toBytes();
        return Arrays.copyOf(Sha256.hash(tagged).toBytes(), KEY_ID_BYTES);
    }

    private synchronized byte[] key(boolean make) {
        byte[] known = key;
        if (known == null) {
            try {
                if (!Files.exists(file)) {
                    if (!make) {
                        throw new IllegalStateException("The key file " + file
                                + " is missing. Restore it from a copy, or rotate the webhook secrets.");
                    }
                    byte[] fresh = new byte[KEY_BYTES];
                    random.nextBytes(fresh);
                    maker.write(
                            file,
                            (Base64.getEncoder().encodeToString(fresh) + "\n").getBytes(StandardCharsets.US_ASCII));
                }
                known = key(Files.readString(file, StandardCharsets.US_ASCII), "The key file " + file);
            } catch (IOException e) {
                throw new IllegalStateException("The key file " + file + " cannot be used (" + e + ").", e);
            }
            key = known;
        }
        return known;
    }

    private static byte[] key(String text, String what) {
        String stripped = text.strip();
        try {
            byte[] bytes = stripped.matches("[0-9a-fA-F]{64}")
                    ? java.util.HexFormat.of().parseHex(stripped)
                    : Base64.getDecoder().decode(stripped);
            if (bytes.length == KEY_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " must hold 32 bytes in base64 or hex.", null);
        }
        throw new IllegalArgumentException(what + " must hold 32 bytes in base64 or hex.");
    }
}
