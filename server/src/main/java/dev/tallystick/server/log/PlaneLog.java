package dev.tallystick.server.log;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.RotationSignature;
import dev.tallystick.proof.merkle.ConsistencyProof;
import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.merkle.LogPath;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.merkle.TiledTree;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.server.config.LogSettings;
import dev.tallystick.server.journal.EventBatch;
import dev.tallystick.server.journal.Journal;
import dev.tallystick.server.journal.JournalFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A plane's signed log: one RFC 6962 tree over all its events, leaf n being event n.
 *
 * <pre>
 *   writer:     add* -> extend ------------------> (journal.append) -> publish -> replies
 *   log thread:           hash, grow, root, sign ---------------------^
 * </pre>
 *
 * The writer alone calls {@link #add}, {@link #extend} and {@link #publish}; everything else is for any thread. Readers
 * see published heads only, and the tree below them never changes.
 */
public final class PlaneLog implements AutoCloseable {
    /** For how long the key before the last rotation signs beside the new one: thirty days. */
    static final long OVERLAP_MILLIS = 30L * 24 * 60 * 60 * 1000;

    private final Place place;
    private final TreeFiles tree;
    private final HeadKeeper heads;
    private final KeyRing keys;
    private final TreeGrowth growth;
    private final HeadChoice choice = new HeadChoice(this);
    private volatile @Nullable String refusal;

    /**
     * Where a log is and who it is.
     *
     * @param firstKey the vkey the log began with, as the data folder recorded it; null while it did not
     */
    public record Place(
            Path folder, String origin, @Nullable String firstKey, RandomGenerator random, InstantSource clock) {}

    private PlaneLog(Place place, LogOpening.Opened opened) {
        this.place = place;
        this.tree = opened.tree();
        this.keys = new KeyRing(place, opened.keys());
        this.heads = new HeadKeeper(place.origin(), tree, opened.headFile(), opened.head());
        this.growth = new TreeGrowth(place, tree, keys);
    }

    /**
     * Opens the log of a journal, made on its first start, and brings it up to the journal.
     *
     * @throws LogException the folder is damaged, or what was signed is not what the journal holds
     */
    public static PlaneLog open(Place place, Journal journal) {
        JournalFiles files = JournalFiles.real();
        try {
            files.createFolder(place.folder());
            return new PlaneLog(place, new LogOpening(place, journal).open(files));
        } catch (IOException e) {
            throw new LogException(
                    "The log in " + place.folder() + " cannot be used (" + e + "). Check the disk and the permissions.",
                    e);
        }
    }

    /**
     * Reads the newest head out of a log folder, whether or not a server uses it; for whoever checks from outside.
     *
     * @throws LogException it is damaged
     */
    public static SignedHead storedHead(Path folder) throws IOException {
        return HeadFile.read(JournalFiles.real(), folder).newest().head();
    }

    /** See {@link KeyRing#settle}; to be called before the first command. */
    public void settle(List<Event.LogKeyRotated> recorded) {
        keys.settle(recorded);
    }

    /** The vkey that signs now. */
    public String key() {
        return keys.key();
    }

    /** The public keys: the newest vkey, then each earlier one with its signature over the one above it. */
    public String keyPage() {
        return keys.keyPage();
    }

    /** The log's name: the first line of its heads and the name of its keys. */
    public String origin() {
        return place.origin();
    }

    /** Adds the last ended event of the batch; in the order of the events. */
    public void add(Event event, EventBatch batch) {
        growth.gather(event, batch);
    }

    /** Begins to grow the tree by what was added, while the journal makes the same events durable. */
    public void extend() {
        heads.requireSound();
        String reason = refusal;
        if (reason != null) {
            throw new LogException(reason);
        }
        growth.begin();
    }

    /** Waits until the tree covers everything handed over, keeps its signed head and shows it; all of it is durable by now. */
    public void publish() {
        SignedHead head = growth.await();
        if (head != null) {
            heads.publish(head);
        }
    }

    /** The newest head; it covers every event whose reply has left. */
    public SignedHead head() {
        return heads.newest();
    }

    /** The head to show the public, with cosignatures where there are any; see {@link HeadChoice}. */
    public SignedHead servedHead() {
        return choice.served();
    }

    /** From now on asks these witnesses to cosign the heads; to be called once. */
    public void askWitnesses(LogSettings settings) {
        choice.ask(settings);
    }

    /** Milliseconds since a witness last cosigned a head; -1 before the first. */
    public long witnessAgeMillis() {
        return choice.witnessAgeMillis();
    }

    /** How often a witness knew a larger tree than this log has. */
    public long rollbacksSeen() {
        return choice.rollbacksSeen();
    }

    HeadChoice choice() {
        return choice;
    }

    /** Ends writing with the next group. */
    void refuse(String reason) {
        refusal = reason;
    }

    long now() {
        return place.clock().millis();
    }

    /** How long the last signing took, in nanoseconds. */
    public long signNanos() {
        return growth.signNanos();
    }

    /** The bytes of a tile or bundle, or null if the published tree does not have it at that width. */
    public byte @Nullable [] resource(LogPath path) {
        long size = head().head().size();
        int level = path instanceof Tile tile ? tile.level() : 0;
        if (level > TreeFiles.LEVEL_MAX || Tile.widthIn(level, path.index(), size) < path.width()) {
            return null;
        }
        return switch (path) {
            case Tile tile -> tree.hashes(tile);
            case EntryBundle bundle -> tree.bundle(bundle);
        };
    }

    /** The proof that an event is in the newest head's tree; the event must be recorded. */
    public LogProof proof(long index) {
        SignedHead head = head();
        return new LogProof(
                null,
                index,
                new TiledTree(head.head().size(), tree).inclusion(index).path(),
                head);
    }

    /** The proof that a head's tree begins with the tree of {@code oldSize} leaves. */
    public ConsistencyProof consistency(long oldSize, SignedHead head) {
        return new TiledTree(head.head().size(), tree).consistency(oldSize);
    }

    /** A change of keys, signed by the old one. */
    public record Rotation(String oldKey, String newKey, RotationSignature signature) {}

    /**
     * A change of keys that has been recorded.
     *
     * @param oldKeySignsUntil until when the old key signs beside the new one, milliseconds since the epoch
     */
    public record Rotated(Rotation rotation, long oldKeySignsUntil) {}

    /**
     * Changes the key; one rotation at a time.
     *
     * @param record makes the rotation an event, or throws
     * @param recorded all rotations, asked for after that
     */
    public synchronized Rotated rotate(Consumer<Rotation> record, Supplier<List<Event.LogKeyRotated>> recorded) {
        // The next key is safe before anybody is told of it. A crash here: it waits in the file for the next rotation.
        Rotation rotation = keys.prepare();

        // A crash after this: the next start finds the event and the key, and goes on with the new one.
        record.accept(rotation);

        // From here on the new key signs, the newest head included.
        settle(recorded.get());
        SignedHead head = heads.newest();
        heads.replace(head, keys.sign(head.head().size(), head.head().root()));
        return new Rotated(rotation, keys.previousUntil());
    }

    /** Makes everything durable and closes the files; only once the writer has ended. */
    @Override
    public void close() {
        choice.close();
        growth.close();
        heads.close();
    }
}
