package dev.tallystick.proof.note;

import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One signature line of a note: an em dash, a key name, and the Base64 of a four-byte key id and the signature. With
 * content equality.
 */
public final class NoteSignature {
    private static final String PREFIX = "\u2014 ";

    private final String name;
    private final int keyId;
    private final byte[] bytes;

    /**
     * Makes a signature.
     *
     * @param name the key's name
     * @param keyId the key's id
     * @param bytes the signature, at least one byte; copied
     * @throws NoteException if the name is empty or has a space, control character or plus in it, or there are no bytes
     */
    public NoteSignature(String name, int keyId, byte[] bytes) {
        if (bytes.length == 0) {
            throw new NoteException("The signature of '" + name + "' has no bytes.");
        }
        this.name = KeyNames.checked(name);
        this.keyId = keyId;
        this.bytes = bytes.clone();
    }

    /**
     * Reads a line without its newline.
     *
     * @throws NoteException if it is not of that form
     */
    public static NoteSignature parse(String line) {
        int space = line.indexOf(' ', PREFIX.length());
        if (!line.startsWith(PREFIX) || space < 0) {
            throw new NoteException("Expected a signature line as '\u2014 name base64', but found '" + line + "'.");
        }
        String name = line.substring(PREFIX.length(), space);
        byte[] signed;
        try {
            signed = Base64Text.decode(line.substring(space + 1));
        } catch (IllegalArgumentException e) {
            throw new NoteException("Expected Base64 in the signature of '" + name + "': " + e.getMessage());
        }
        if (signed.length <= Integer.BYTES) {
            throw new NoteException("The signature of '" + name + "' is too short.");
        }
        return new NoteSignature(
                name, (int) new ByteSource(signed).u32(), Arrays.copyOfRange(signed, Integer.BYTES, signed.length));
    }

    /** Returns the line without its newline. */
    public String line() {
        byte[] signed = new ByteSink(Integer.BYTES + bytes.length)
                .u32(keyId)
                .bytes(bytes)
                .toBytes();
        return PREFIX + name + " " + Base64Text.of(signed);
    }

    /** Returns the name of the key that is said to have signed. */
    public String name() {
        return name;
    }

    /** Returns the id of the key that is said to have signed. */
    public int keyId() {
        return keyId;
    }

    /** Returns a new array of the signature's bytes, without the key id. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NoteSignature signature
                && keyId == signature.keyId
                && name.equals(signature.name)
                && Arrays.equals(bytes, signature.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return line();
    }
}
