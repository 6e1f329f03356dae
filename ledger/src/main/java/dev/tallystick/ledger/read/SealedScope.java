package dev.tallystick.ledger.read;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event.CheckpointSealed;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.proof.statement.CheckpointStatement.Mode;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint is about. Several checkpoints may be: provisional ones while their window grows, and the final one.
 *
 * @param start first instant of the window, milliseconds since the epoch
 * @param end first instant after it
 * @param selection the items root of records that were named one by one; null for all of the window
 */
public record SealedScope(
        AccountKey account, long start, long end, @Nullable Hash selection) {
    /** All records of a window. */
    public static SealedScope ofWindow(AccountKey account, long start, long end) {
        return new SealedScope(account, start, end, null);
    }

    static SealedScope of(CheckpointSealed sealed) {
        CheckpointStatement statement = sealed.statement();
        return new SealedScope(
                sealed.account(),
                statement.window().start(),
                statement.window().end(),
                statement.window().mode() == Mode.WINDOW
                        ? null
                        : statement.chain().itemsRoot());
    }
}
