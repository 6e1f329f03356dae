package dev.tallystick.server.log;

import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.server.journal.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The secret keys of a log as the file {@code key} holds them, readable by its owner only.
 *
 * <pre>
 * tallystick-log-key 1
 * current PRIVATE+KEY+...
 * next PRIVATE+KEY+...              (only while a rotation is under way)
 * previous 1772357400000 PRIVATE+KEY+...   (until when it signs beside the current one; only after a rotation)
 * crc32c 1a2b3c4d                   (over everything before this line)
 * </pre>
 *
 * @param current signs the heads
 * @param next will sign them once its event is recorded
 * @param previous signs beside the current one
 * @param previousUntil up to this time, milliseconds since the epoch
 */
record LogKeys(
        SignerKey current,
        @Nullable SignerKey next,
        @Nullable SignerKey previous,
        long previousUntil) {
    static final String NAME = "key";

    private static final String TITLE = "tallystick-log-key 1";
    private static final String CURRENT = "current ";
    private static final String NEXT = "next ";
    private static final String PREVIOUS = "previous ";
    private static final String CHECK = "crc32c ";

    /** A new key for a log. */
    static SignerKey generate(String origin, RandomGenerator random) {
        byte[] seed = new byte[Ed25519PrivateKey.LENGTH];
        random.nextBytes(seed);
        return new SignerKey(origin, KeyAlgorithm.ED25519, Ed25519PrivateKey.of(seed));
    }

    static LogKeys of(SignerKey current) {
        return new LogKeys(current, null, null, 0);
    }

    LogKeys withNext(SignerKey key) {
        return new LogKeys(current, key, previous, previousUntil);
    }

    /** Every key that may have signed the stored head. */
    List<VerifierKey> verifiers() {
        List<VerifierKey> all = new ArrayList<>(List.of(current.verifier()));
        if (next != null) {
            all.add(next.verifier());
        }
        if (previous != null) {
            all.add(previous.verifier());
        }
        return all;
    }

    /** The keys once the key with this vkey is known to be the log's; null if it is not among them. */
    @Nullable
    LogKeys settled(String vkey, long overlapUntil) {
        if (current.verifier().text().equals(vkey)) {
            return next == null ? this : new LogKeys(current, null, previous, previousUntil);
        }
        return next != null && next.verifier().text().equals(vkey)
                ? new LogKeys(next, null, current, overlapUntil)
                : null;
    }

    /** The keys that sign a head at this time, the current one first. */
    List<SignerKey> signers(long now) {
        return previous != null && now < previousUntil ? List.of(current, previous) : List.of(current);
    }

    static Path file(Path folder) {
        return folder.resolve(NAME);
    }

    void write(Path folder) throws IOException {
        StringBuilder text = new StringBuilder(TITLE).append('\n');
        text.append(CURRENT).append(current.secretText()).append('\n');
        if (next != null) {
            text.append(NEXT).append(next.secretText()).append('\n');
        }
        if (previous != null) {
            text.append(PREVIOUS)
                    .append(previousUntil)
                    .append(' ')
                    .append(previous.secretText())
                    .append('\n');
        }
        String check = crc(text.toString());
        text.append(CHECK).append(check).append('\n');
        DurableFile.replace(file(folder), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads the file.
     *
     * @throws LogException it is not as it was written
     */
    static LogKeys read(Path folder) throws IOException {
        Path path = file(folder);
        String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        int check = text.lastIndexOf(CHECK);
        if (check < 0 || !text.substring(check).equals(CHECK + crc(text.substring(0, check)) + "\n")) {
            throw damaged(path, Math.max(check, 0), "a checksum that fits");
        }
        String[] lines = text.substring(0, check).split("\n", -1);
        if (!lines[0].equals(TITLE)) {
            throw damaged(path, 0, TITLE);
        }
        SignerKey current = null;
        SignerKey next = null;
        SignerKey previous = null;
        long until = 0;
        try {
            for (int i = 1; i < lines.length - 1; i++) {
                if (lines[i].startsWith(CURRENT)) {
                    current = SignerKey.parse(lines[i].substring(CURRENT.length()));
                } else if (lines[i].startsWith(NEXT)) {
                    next = SignerKey.parse(lines[i].substring(NEXT.length()));
                } else if (lines[i].startsWith(PREVIOUS)) {
                    int space = lines[i].indexOf(' ', PREVIOUS.length());
                    until = Long.parseLong(lines[i].substring(PREVIOUS.length(), space));
                    previous = SignerKey.parse(lines[i].substring(space + 1));
                } else {
                    throw damaged(path, 0, "current, next or previous in line " + (i + 1));
                }
            }
        } catch (NoteException | NumberFormatException | StringIndexOutOfBoundsException e) {
            throw damaged(path, 0, "keys in the form PRIVATE+KEY+name+id+base64");
        }
        if (current == null) {
            throw damaged(path, 0, "a current key");
        }
        return new LogKeys(current, next, previous, until);
    }

    // Never shows what was found: it may be most of a secret.
    private static LogException damaged(Path path, int offset, String expected) {
        return new LogException("The log's key file is damaged: file " + path + ", offset " + offset + ": expected "
                + expected + ", found something else. Restore this file from a copy of the folder.");
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "LogKeys of " + verifiers();
    }
}
