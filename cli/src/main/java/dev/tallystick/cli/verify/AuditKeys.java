package dev.tallystick.cli.verify;

import dev.tallystick.proof.merkle.TileException;
import dev.tallystick.proof.note.KeyPage;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom an audit trusts for a log: the keys it holds, and the newer ones that these signed over to.
 *
 * @param line how that went
 * @param present who may sign the head of now: the newest key that is held, and those after it
 * @param all who may have signed a head of the past, which must then be a beginning of the log besides: also earlier keys, that
 *     signed over to a present one
 * @param newest the log's key of now, to be held from now on if everything holds; null if the line is a failure
 * @param known whether a key was held before
 */
record AuditKeys(
        Line line,
        List<VerifierKey> present,
        List<VerifierKey> all,
        @Nullable VerifierKey newest,
        boolean known) {
    private static final String STEP = "key";

    /**
     * Goes from the keys that were given, and that of the last visit, to the newest by what the server publishes.
     *
     * @param origin the log that is visited
     */
    static AuditKeys of(Trust trust, AuditState state, LogClient client, String origin) {
        List<VerifierKey> given = trust.logKeys();
        List<VerifierKey> ofLog =
                given.stream().filter(key -> key.name().equals(origin)).toList();
        if (!given.isEmpty() && ofLog.isEmpty()) {
            // The step about the signature says that none of them is this log's.
            return only(given, "The log's key was given.");
        }
        VerifierKey kept = state.key();
        List<VerifierKey> held = new ArrayList<>(ofLog);
        if (kept != null) {
            held.add(kept);
        }
        KeyPage page;
        try {
            page = KeyPage.parse(client.get(STEP));
        } catch (TileException e) {
            if (held.isEmpty()) {
                throw e;
            }
            return only(held, "The log's key was held before; the server publishes none.");
        } catch (NoteException e) {
            return refused(held, null, "The server's keys cannot be read: " + e.getMessage());
        }
        return followed(page, ofLog, kept, held, origin);
    }

    private static AuditKeys followed(
            KeyPage page, List<VerifierKey> given, @Nullable VerifierKey kept, List<VerifierKey> held, String origin) {
        List<VerifierKey> keys = page.keys();
        VerifierKey newest = keys.getFirst();
        if (!newest.name().equals(origin)) {
            return refused(
                    held, newest, "The server's keys are of another log than its head, which is " + origin + ".");
        }
        KeyPage.Broken broken = page.broken();
        if (broken != null) {
            return refused(
                    List.of(broken.oldKey()), broken.newKey(), "The old key did not sign over to the one after it.");
        }
        boolean givenThere = given.isEmpty() || given.stream().anyMatch(keys::contains);
        if (!givenThere || (kept != null && !keys.contains(kept))) {
            return refused(
                    givenThere && kept != null ? List.of(kept) : given,
                    newest,
                    "Nothing that the server publishes shows that the key that is held signed over to the one it names.");
        }
        return followed(keys, held);
    }

    private static AuditKeys followed(List<VerifierKey> keys, List<VerifierKey> held) {
        VerifierKey newest = keys.getFirst();
        if (held.isEmpty()) {
            String sentence =
                    "First visit: the key is the server's own word. Compare it with one from elsewhere, or give --key.";
            return new AuditKeys(Line.skipped(STEP, sentence), keys, keys, newest, false);
        }
        int from = 0;
        while (!held.contains(keys.get(from))) {
            from++;
        }
        List<VerifierKey> all = new ArrayList<>(keys);
        held.stream().filter(key -> !keys.contains(key)).forEach(all::add);
        String sentence = from == 0
                ? "The log's key is the one that was held, " + newest + "."
                : "The key that was held, " + keys.get(from) + ", signed over to " + newest
                        + (from == 1 ? "." : " by way of " + (from - 1) + " more.");
        return new AuditKeys(Line.pass(STEP, sentence), keys.subList(0, from + 1), all, newest, true);
    }

    private static AuditKeys only(List<VerifierKey> held, String sentence) {
        return new AuditKeys(Line.pass(STEP, sentence), held, held, held.getLast(), true);
    }

    private static AuditKeys refused(List<VerifierKey> held, @Nullable VerifierKey found, String sentence) {
        Line line = found == null || held.isEmpty()
                ? Line.fail(STEP, sentence)
                : Line.fail(STEP, sentence, held.getFirst().text(), found.text());
        // Nobody new is trusted; what was held still says whether the head is its own.
        return new AuditKeys(line, held, held, null, true);
    }
}
