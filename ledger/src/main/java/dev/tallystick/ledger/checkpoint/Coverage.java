package dev.tallystick.ledger.checkpoint;

import dev.tallystick.ledger.read.Position;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.statement.CheckpointStatement.Chain;
import dev.tallystick.proof.statement.CheckpointStatement.Figures;
import java.util.List;

/** The records a checkpoint is to cover, as they were found by whoever asks for it. */
public sealed interface Coverage {
    /**
     * All records of a window, as far as the account had been recorded when it was looked at.
     *
     * @param seen the account's sequence number then; what came later is looked at by the writer
     * @param opening the position before the window
     * @param closing the position after the window's last record
     * @param chainHead proof hash of record {@code closing.sequence}; {@link Hash#ZERO} if that is 0
     * @param tree over the proof hashes of the records between; to be copied before it grows
     */
    record Window(long seen, Position opening, Position closing, Hash chainHead, CompactRange tree)
            implements Coverage {}

    /**
     * Records that were named one by one. They cannot change, so this is all there is to know.
     *
     * @param sequences their sequence numbers, ascending
     */
    record Selection(List<Long> sequences, Figures figures, Chain chain) implements Coverage {}
}
