package dev.tallystick.proof.note;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.MalformedBytesException;
import dev.tallystick.proof.bytes.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text with signatures (C2SP signed-note). What was received is kept as it came, the parse beside it: signatures are
 * checked over the received bytes. With content equality. For many threads.
 *
 * <p>Until {@link #verify} has returned, nothing in a note is to be believed.
 */
public final class SignedNote {
    /** Largest note in bytes; a head with 64 signatures has some 10,000. */
    public static final int LENGTH_MAX = 1_000_000;

    /** Most signatures; C2SP asks for at least 16. */
    public static final int SIGNATURES_MAX = 100;

    private final byte[] received;
    private final int textLength;
    private final List<NoteSignature> signatures;

    private SignedNote(byte[] received, int textLength, List<NoteSignature> signatures) {
        this.received = received;
        this.textLength = textLength;
        this.signatures = signatures;
    }

    /**
     * Reads a note.
     *
     * @throws NoteException if it is not of the form, too long, or has too many signatures
     */
    public static SignedNote parse(byte[] note) {
        if (note.length > LENGTH_MAX) {
            throw new NoteException("A note has at most 1000000 bytes, but this one has " + note.length + ".");
        }
        checkCharacters(note);
        int blank = blankLine(note);
        if (blank < 0 || note[note.length - 1] != '\n' || note.length == blank + 2) {
            throw new NoteException("A note is a text, an empty line and signature lines, each ending in a newline.");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        int at = blank + 2;
        while (at < note.length) {
            int end = at;
            while (note[end] != '\n') {
                end++;
            }
            if (signatures.size() == SIGNATURES_MAX) {
                throw new NoteException("A note has at most " + SIGNATURES_MAX + " signatures.");
            }
            signatures.add(NoteSignature.parse(Utf8.decodeAll(note, at, end - at)));
            at = end + 1;
        }
        return new SignedNote(note.clone(), blank + 1, List.copyOf(signatures));
    }

    private static void checkCharacters(byte[] note) {
        for (int i = 0; i < note.length; i++) {
            if (note[i] >= 0 && note[i] < ' ' && note[i] != '\n') {
                throw new NoteException("A note must not have control characters, but byte " + i + " is one.");
            }
        }
        try {
            Utf8.decodeAll(note, 0, note.length);
        } catch (MalformedBytesException e) {
            throw new NoteException("A note must be UTF-8: " + e.getMessage());
        }
    }

    // The offset of the newline that ends the text, before the last empty line; -1 if there is none.
    private static int blankLine(byte[] note) {
        for (int i = note.length - 2; i >= 0; i--) {
            if (note[i] == '\n' && note[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /**
     * Puts signatures under a text.
     *
     * @param text with its last newline, as UTF-8
     * @throws NoteException if what comes out would not be a note
     */
    public static SignedNote of(byte[] text, List<NoteSignature> signatures) {
        ByteSink sink = new ByteSink(text.length + 128 * (1 + signatures.size()));
        sink.bytes(text).u8('\n');
        signatures.forEach(signature -> sink.utf8(signature.line()).u8('\n'));
        SignedNote note = parse(sink.toBytes());
        if (note.textLength != text.length) {
            throw new NoteException("A note's text must end in a newline.");
        }
        return note;
    }

    /** Returns the note with more signatures under those it has. */
    public SignedNote with(List<NoteSignature> more) {
        List<NoteSignature> all = new ArrayList<>(signatures);
        all.addAll(more);
        return of(text(), all);
    }

    /** Returns a new array of all bytes as they were received. */
    public byte[] received() {
        return received.clone();
    }

    /** Returns a new array of the text with its last newline: the bytes that are signed. */
    public byte[] text() {
        return Arrays.copyOf(received, textLength);
    }

    /** Returns the signatures in order, believed or not. */
    public List<NoteSignature> signatures() {
        return signatures;
    }

    /**
     * Checks every signature that names one of these keys; signatures by other keys are ignored, as C2SP asks.
     *
     * @return the signatures that were checked, in the note's order; at least one
     * @throws NoteException if a signature by one of the keys does not hold, or there is none by any
     */
    public List<VerifiedSignature> verify(Collection<VerifierKey> keys) {
        List<VerifiedSignature> verified = verifyAny(keys);
        if (verified.isEmpty()) {
            throw new NoteException("The note has no signature by any of the " + keys.size() + " keys given.");
        }
        return verified;
    }

    /**
     * Checks as {@link #verify} does, but takes a note without any signature by these keys, too.
     *
     * @return the signatures that were checked, in the note's order; maybe none
     * @throws NoteException if a signature by one of the keys does not hold
     */
    public List<VerifiedSignature> verifyAny(Collection<VerifierKey> keys) {
        byte[] text = text();
        List<VerifiedSignature> verified = new ArrayList<>();
        for (NoteSignature signature : signatures) {
            VerifierKey key = named(signature, keys);
            if (key == null) {
                continue;
            }
            if (!key.verifies(text, signature)) {
                throw new NoteException("The signature by " + key.text() + " does not hold: " + signature.line());
            }
            verified.add(new VerifiedSignature(key, key.timeSeconds(signature)));
        }
        return verified;
    }

    private static @Nullable VerifierKey named(NoteSignature signature, Collection<VerifierKey> keys) {
        VerifierKey found = null;
        for (VerifierKey key : keys) {
            if (key.names(signature)) {
                if (found != null && !found.equals(key)) {
                    throw new NoteException(
                            "Two of the keys given have the same name and id: " + found + " and " + key);
                }
                found = key;
            }
        }
        return found;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignedNote note && Arrays.equals(received, note.received);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(received);
    }

    @Override
    public String toString() {
        return Utf8.decodeAll(received, 0, received.length);
    }
}
