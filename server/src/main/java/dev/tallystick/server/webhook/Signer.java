package dev.tallystick.server.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One secret, made ready to sign with in both families: preparing an HMAC costs more than one does. Thread-safe. */
public final class Signer {
    private static final String HMAC = "HmacSHA256";

    /** Never fed themselves: each signature is made by a copy. */
    private final Mac pacspace;

    private final Mac standard;

    /**
     * Takes a secret.
     *
     * @param secret {@code whsec_} and base64
     */
    public Signer(String secret) {
        pacspace = prepared(secret.getBytes(StandardCharsets.US_ASCII));
        standard = prepared(Base64.getDecoder().decode(secret.substring(SecretVault.PREFIX.length())));
    }

    private static Mac prepared(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("the key does not fit " + HMAC, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    byte[] pacspace(byte[] prefix, byte[] body) {
        return sign(pacspace, prefix, body);
    }

    byte[] standard(byte[] prefix, byte[] body) {
        return sign(standard, prefix, body);
    }

    private static byte[] sign(Mac prepared, byte[] prefix, byte[] body) {
        try {
            Mac mac = (Mac) prepared.clone();
            mac.update(prefix);
            return mac.doFinal(body);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's own HMAC can be copied", e);
        }
    }
}
