package dev.tallystick.proof.note;

import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.bytes.ByteSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys a log has had, as it publishes them: the newest vkey, then each earlier one with its signature over the change to the
 * key of the line above. Immutable. Layout: docs/formats/log-folder.md, Rotation.
 *
 * <p>A page proves nothing by itself: whoever holds one of its keys can go from there up to the newest, as far as {@link #broken}
 * is null.
 */
public final class KeyPage {
    /** The ASCII domain tag at the beginning of what an old key signs. */
    public static final String TAG = "tallystick:log-key-rotated:v1";

    /** Most keys on a page. */
    public static final int KEYS_MAX = 10_000;

    private final List<VerifierKey> keys;
    private final List<byte[]> signatures;

    private KeyPage(List<VerifierKey> keys, List<byte[]> signatures) {
        this.keys = List.copyOf(keys);
        this.signatures = List.copyOf(signatures);
    }

    /**
     * A change of keys that the old key did not sign.
     *
     * @param oldKey the key that should have
     * @param newKey the key it should have signed over to
     */
    public record Broken(VerifierKey oldKey, VerifierKey newKey) {}

    /**
     * Reads a page.
     *
     * @throws NoteException if it is not of the form, or its keys are not all of one log
     */
    public static KeyPage parse(byte[] page) {
        List<VerifierKey> keys = new ArrayList<>();
        List<byte[]> signatures = new ArrayList<>();
        String text = new String(page, StandardCharsets.UTF_8);
        for (String line : text.lines().limit(KEYS_MAX + 1L).toList()) {
            int space = line.indexOf(' ');
            if ((space < 0) != keys.isEmpty() || keys.size() == KEYS_MAX) {
                throw new NoteException(
                        "Expected a vkey in the first line of the keys and a vkey, a space and a signature in"
                                + " at most " + (KEYS_MAX - 1) + " others, but line " + (keys.size() + 1)
                                + " is another.");
            }
            VerifierKey key = VerifierKey.parse(space < 0 ? line : line.substring(0, space));
            if (key.algorithm() != KeyAlgorithm.ED25519
                    || (!keys.isEmpty() && !key.name().equals(keys.getFirst().name()))) {
                throw new NoteException("Expected only keys of one log, but found " + key + ".");
            }
            keys.add(key);
            if (space >= 0) {
                signatures.add(signature(line.substring(space + 1)));
            }
        }
        if (keys.isEmpty()) {
            throw new NoteException("Expected a vkey in the first line of the keys, but there is none.");
        }
        return new KeyPage(keys, signatures);
    }

    private static byte[] signature(String base64) {
        byte[] bytes;
        try {
            bytes = Base64Text.decode(base64);
        } catch (IllegalArgumentException e) {
            throw new NoteException("Expected a signature in Base64 behind a key: " + e.getMessage());
        }
        if (bytes.length != Ed25519PublicKey.SIGNATURE_LENGTH) {
            throw new NoteException("Expected a signature of " + Ed25519PublicKey.SIGNATURE_LENGTH
                    + " bytes behind a key, but found " + bytes.length + ".");
        }
        return bytes;
    }

    /** What an old key signs: the tag, then u16 length and text of the old vkey and of the new one. */
    public static byte[] signed(String oldKey, String newKey) {
        return new ByteSink(256)
                .ascii(TAG)
                .u16(oldKey.length())
                .ascii(oldKey)
                .u16(newKey.length())
                .ascii(newKey)
                .toBytes();
    }

    /** Returns the keys, the newest first. */
    public List<VerifierKey> keys() {
        return keys;
    }

    /** Returns the oldest change that its old key did not sign, or null if every one is signed. */
    public @Nullable Broken broken() {
        for (int i = keys.size() - 1; i > 0; i--) {
            VerifierKey oldKey = keys.get(i);
            VerifierKey newKey = keys.get(i - 1);
            if (!oldKey.key().verifies(signed(oldKey.text(), newKey.text()), signatures.get(i - 1))) {
                return new Broken(oldKey, newKey);
            }
        }
        return null;
    }
}
