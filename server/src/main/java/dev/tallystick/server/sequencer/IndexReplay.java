package dev.tallystick.server.sequencer;

import dev.tallystick.ledger.event.EventCodec;
import dev.tallystick.server.index.IndexDamagedException;
import dev.tallystick.server.index.LedgerIndex;
import dev.tallystick.server.journal.EventVisitor;
import dev.tallystick.server.journal.Journal;

/** Brings an index up to its journal: every event it has not seen is decoded and applied, batch by batch. */
public final class IndexReplay implements EventVisitor {
    private final LedgerIndex index;

    private IndexReplay(LedgerIndex index) {
        this.index = index;
    }

    /**
     * Replays what the index lacks, on the calling thread, which owns the index meanwhile.
     *
     * @param journal does not end before the index does
     * @throws IndexDamagedException the index is that of another journal
     */
    public static void run(Journal journal, LedgerIndex index) {
        if (index.nextEvent() > 0) {
            long recordedAt =
                    JournaledPlane.event(journal, index.nextEvent() - 1).recordedAt();
            if (recordedAt != index.lastRecordedAt()) {
                throw IndexDamagedException.ofAnotherJournal(index.lastRecordedAt(), recordedAt);
            }
        }
        journal.replay(index.nextEvent(), new IndexReplay(index));
    }

    @Override
    public void event(long number, byte[] buffer, int offset, int length) {
        index.apply(number, EventCodec.decode(buffer, offset, length));
    }

    @Override
    public void endOfBatch(long next) {
        index.endGroup();
    }
}
