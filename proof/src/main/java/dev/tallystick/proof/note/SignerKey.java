package dev.tallystick.proof.note;

import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.bytes.ByteSink;
import java.util.Arrays;

/**
 * A private key with the name it signs under. Its text form, {@code PRIVATE+KEY+name+id+Base64 of type and seed}, is that
 * of golang.org/x/mod/sumdb/note. For many threads.
 */
public final class SignerKey {
    private static final String PREFIX = "PRIVATE+KEY+";
    private static final int PARTS = 3;

    private final VerifierKey verifier;
    private final int id;
    private final Ed25519PrivateKey secret;

    /**
     * Makes a key.
     *
     * @throws NoteException if the name is empty or has a space, control character or plus in it
     */
    public SignerKey(String name, KeyAlgorithm algorithm, Ed25519PrivateKey secret) {
        this.verifier = new VerifierKey(name, algorithm, secret.publicKey());
        this.id = verifier.id();
        this.secret = secret;
    }

    /**
     * Reads the text form.
     *
     * @throws NoteException if it is not of that form; the message never shows the secret
     */
    public static SignerKey parse(String text) {
        String[] parts =
                text.startsWith(PREFIX) ? text.substring(PREFIX.length()).split("\\+", PARTS) : new String[0];
        if (parts.length != PARTS) {
            throw new NoteException("Expected a private key as PRIVATE+KEY+name+id+base64.");
        }
        byte[] typed;
        try {
            typed = Base64Text.decode(parts[2]);
        } catch (IllegalArgumentException e) {
            throw new NoteException("Expected Base64 at the end of the private key '" + parts[0] + "'.");
        }
        if (typed.length != 1 + Ed25519PrivateKey.LENGTH) {
            throw new NoteException("Expected a type and 32 bytes in the private key '" + parts[0] + "'.");
        }
        SignerKey key = new SignerKey(
                parts[0], KeyAlgorithm.of(typed[0]), Ed25519PrivateKey.of(Arrays.copyOfRange(typed, 1, typed.length)));
        if (!parts[1].equals(KeyNames.hex(key.id))) {
            throw new NoteException("The id of private key '" + parts[0] + "' must be " + KeyNames.hex(key.id)
                    + ", but it is " + parts[1] + ".");
        }
        return key;
    }

    /** Returns the secret text form; it belongs into a file that only its owner can read, and nowhere else. */
    public String secretText() {
        byte[] typed = new ByteSink(1 + Ed25519PrivateKey.LENGTH)
                .u8(verifier.algorithm().type())
                .bytes(secret.seed())
                .toBytes();
        return PREFIX + verifier.name() + "+" + KeyNames.hex(id) + "+" + Base64Text.of(typed);
    }

    /** Returns the public half. */
    public VerifierKey verifier() {
        return verifier;
    }

    /**
     * Signs a note's text as a log does.
     *
     * @param text with its last newline, as UTF-8
     * @throws IllegalStateException if this is a key for cosignatures
     */
    public NoteSignature sign(byte[] text) {
        require(KeyAlgorithm.ED25519);
        return new NoteSignature(verifier.name(), id, secret.sign(text));
    }

    /**
     * Cosigns a note's text as a witness does.
     *
     * @param text with its last newline, as UTF-8
     * @param seconds the time since 1970-01-01T00:00:00Z, at least 1
     * @throws IllegalStateException if this is not a key for cosignatures
     */
    public NoteSignature cosign(byte[] text, long seconds) {
        require(KeyAlgorithm.COSIGNATURE_V1);
        if (seconds < 1) {
            throw new IllegalArgumentException("A cosignature needs a time after 1970, but " + seconds + " was given.");
        }
        byte[] signature = secret.sign(VerifierKey.cosigned(text, seconds));
        return new NoteSignature(
                verifier.name(),
                id,
                new ByteSink(Long.BYTES + signature.length)
                        .u64(seconds)
                        .bytes(signature)
                        .toBytes());
    }

    private void require(KeyAlgorithm wanted) {
        if (verifier.algorithm() != wanted) {
            throw new IllegalStateException("Key " + verifier.text() + " is not for this kind of signature.");
        }
    }

    @Override
    public String toString() {
        return "SignerKey of " + verifier.text();
    }
}
