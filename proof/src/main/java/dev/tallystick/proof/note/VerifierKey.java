package dev.tallystick.proof.note;

import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import java.util.Arrays;

/**
 * A public key with the name it signs under (a "vkey" of C2SP signed-note): {@code name+id in hex+Base64 of type and
 * key}.
 *
 * @param name the key name; for a log, its origin
 * @param algorithm what the key signs
 * @param key the key itself
 */
public record VerifierKey(String name, KeyAlgorithm algorithm, Ed25519PublicKey key) {
    private static final String COSIGNATURE_HEADER = "cosignature/v1\ntime ";
    private static final int COSIGNATURE_LENGTH = Long.BYTES + Ed25519PublicKey.SIGNATURE_LENGTH;
    private static final int PARTS = 3;

    /**
     * Checks the name.
     *
     * @throws NoteException if it is empty or has a space, control character or plus in it
     */
    public VerifierKey {
        KeyNames.checked(name);
    }

    /**
     * Reads a vkey.
     *
     * @throws NoteException if it is not of the form, its id does not belong to it, or its type is not known here
     */
    public static VerifierKey parse(String vkey) {
        // A plus may be in the Base64 part, so only the first two count.
        String[] parts = vkey.split("\\+", PARTS);
        if (parts.length != PARTS) {
            throw new NoteException("Expected a key as name+id+base64, but found '" + vkey + "'.");
        }
        byte[] typed = decoded(vkey, parts[2]);
        if (typed.length != 1 + Ed25519PublicKey.LENGTH) {
            throw new NoteException("Expected a type and 32 bytes in the key '" + vkey + "'.");
        }
        VerifierKey key = new VerifierKey(
                parts[0], KeyAlgorithm.of(typed[0]), Ed25519PublicKey.of(Arrays.copyOfRange(typed, 1, typed.length)));
        if (!parts[1].equals(KeyNames.hex(key.id()))) {
            throw new NoteException(
                    "The id of key '" + vkey + "' must be " + KeyNames.hex(key.id()) + ", but it is " + parts[1] + ".");
        }
        return key;
    }

    private static byte[] decoded(String vkey, String base64) {
        try {
            return Base64Text.decode(base64);
        } catch (IllegalArgumentException e) {
            throw new NoteException("Expected Base64 at the end of the key '" + vkey + "': " + e.getMessage());
        }
    }

    /** Returns the vkey text. */
    public String text() {
        byte[] typed = new ByteSink(1 + Ed25519PublicKey.LENGTH)
                .u8(algorithm.type())
                .bytes(key.toBytes())
                .toBytes();
        return name + "+" + KeyNames.hex(id()) + "+" + Base64Text.of(typed);
    }

    /** Returns the key id: four bytes, to find a key by, never to trust one by. */
    public int id() {
        return KeyNames.id(name, algorithm, key);
    }

    /** Whether the signature claims to be by this key: the same name and id. */
    public boolean names(NoteSignature signature) {
        return signature.keyId() == id() && signature.name().equals(name);
    }

    /**
     * Whether the signature's bytes are this key's over the note's text; the signature's name and id are not looked at.
     *
     * @param text the note's text with its last newline, as UTF-8
     */
    public boolean verifies(byte[] text, NoteSignature signature) {
        byte[] bytes = signature.bytes();
        return switch (algorithm) {
            case ED25519 -> key.verifies(text, bytes);
            case COSIGNATURE_V1 ->
                bytes.length == COSIGNATURE_LENGTH
                        && cosignedAt(bytes) > 0
                        && key.verifies(
                                cosigned(text, cosignedAt(bytes)),
                                Arrays.copyOfRange(bytes, Long.BYTES, COSIGNATURE_LENGTH));
        };
    }

    /** Returns the time in a cosignature's bytes, in seconds since 1970; 0 for a signature without one. */
    public long timeSeconds(NoteSignature signature) {
        return switch (algorithm) {
            case ED25519 -> 0;
            case COSIGNATURE_V1 -> signature.bytes().length < Long.BYTES ? 0 : cosignedAt(signature.bytes());
        };
    }

    private static long cosignedAt(byte[] bytes) {
        return new ByteSource(bytes).u64();
    }

    // The message of cosignature/v1: two lines and the whole text of the note.
    static byte[] cosigned(byte[] text, long seconds) {
        return new ByteSink(COSIGNATURE_HEADER.length() + 21 + text.length)
                .ascii(COSIGNATURE_HEADER)
                .decimal(seconds, 0)
                .u8('\n')
                .bytes(text)
                .toBytes();
    }

    @Override
    public String toString() {
        return text();
    }
}
