package dev.tallystick.server.http;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.LogEntry;
import dev.tallystick.proof.record.ProofHash;
import dev.tallystick.server.sequencer.Plane;
import org.jspecify.annotations.Nullable;

/** What a receipt is about: a leaf of a plane's log that somebody can name by its root. */
sealed interface Proven {
    /** Where it is recorded. */
    Plane plane();

    /** The hash that names it and stands in its leaf. */
    Hash root();

    /** Its event number, which is its leaf index. */
    long event();

    AccountKey account();

    /** When it was recorded or sealed, milliseconds since the epoch. */
    long recordedAt();

    /** How many records it covers. */
    long recordCount();

    /** The word for it on the wire. */
    String kind();

    /** What its leaf in the log must be. */
    byte[] entry();

    /** Whether hashing what is stored gives the root. */
    boolean sound();

    /** One record. */
    record OfRecord(Plane plane, StoredDelta stored) implements Proven {
        @Override
        public Hash root() {
            return stored.delta().proofHash();
        }

        @Override
        public long event() {
            return stored.event();
        }

        @Override
        public AccountKey account() {
            return stored.delta().account();
        }

        @Override
        public long recordedAt() {
            return stored.delta().recordedAt();
        }

        @Override
        public long recordCount() {
            return 1;
        }

        @Override
        public String kind() {
            return "record";
        }

        @Override
        public byte[] entry() {
            return LogEntry.delta(root());
        }

        @Override
        public boolean sound() {
            DeltaRecorded delta = stored.delta();
            return ContentHash.of(delta.item()).equals(delta.contentHash())
                    && ProofHash.of(
                                    delta.salt().bytes(),
                                    delta.tenantId(),
                                    delta.item().customerId(),
                                    delta.sequence(),
                                    delta.recordedAt(),
                                    delta.balance(),
                                    delta.contentHash(),
                                    delta.previousProofHash())
                            .equals(delta.proofHash());
        }
    }

    /** A sealed window. */
    record OfCheckpoint(Plane plane, StoredCheckpoint stored, Hash root) implements Proven {
        @Override
        public long event() {
            return stored.event();
        }

        @Override
        public AccountKey account() {
            return stored.sealed().account();
        }

        @Override
        public long recordedAt() {
            return stored.statement().issuedAt();
        }

        @Override
        public long recordCount() {
            return stored.statement().chain().count();
        }

        @Override
        public String kind() {
            return "checkpoint";
        }

        @Override
        public byte[] entry() {
            return LogEntry.checkpoint(root);
        }

        @Override
        public boolean sound() {
            return stored.statement().proofRoot().equals(root);
        }
    }

    static OfCheckpoint of(Plane plane, StoredCheckpoint stored) {
        return new OfCheckpoint(plane, stored, stored.statement().proofRoot());
    }

    /** What this plane has under a root, whoever's it is, or null. */
    static @Nullable Proven byRoot(Plane plane, Hash root) {
        StoredDelta delta = plane.reader().recordByProofHash(root);
        if (delta != null) {
            return new OfRecord(plane, delta);
        }
        StoredCheckpoint checkpoint = plane.reader().checkpoints().byProofRoot(root);
        return checkpoint == null ? null : new OfCheckpoint(plane, checkpoint, root);
    }

    /** What the caller has under a receipt id: a root, or a checkpoint's id. Null if that is nothing of the caller's. */
    static @Nullable Proven byId(Caller caller, String receiptId) {
        Hash root = root(receiptId);
        if (root != null) {
            Proven found = byRoot(caller.plane(), root);
            return found != null && found.account().tenantId().equals(caller.tenantId()) ? found : null;
        }
        long event = StoredCheckpoint.eventOf(receiptId);
        StoredCheckpoint stored =
                event < 0 ? null : caller.plane().reader().checkpoints().byEvent(caller.tenantId(), event);
        return stored == null ? null : of(caller.plane(), stored);
    }

    /** The hash a text is, or null. */
    static @Nullable Hash root(String text) {
        try {
            return Hash.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
