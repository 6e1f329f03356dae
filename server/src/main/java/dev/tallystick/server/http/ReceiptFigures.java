package dev.tallystick.server.http;

import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.proof.statement.CheckpointStatement.Figures;
import org.jspecify.annotations.Nullable;

/**
 * What a receipt states in figures.
 *
 * @param scope the window; null for a single record
 * @param opening the balance before the first record
 * @param closing the balance after the last
 * @param credits sum of the positive deltas
 * @param debits sum of the negative ones
 * @param provisional whether the window could still grow when it was sealed
 */
record ReceiptFigures(
        @Nullable Scope scope, Amount opening, Amount closing, Amount credits, Amount debits, boolean provisional) {
    static ReceiptFigures of(Proven proven) {
        return switch (proven) {
            case Proven.OfRecord record -> ofRecord(record.stored().delta());
            case Proven.OfCheckpoint checkpoint ->
                ofStatement(checkpoint.stored().statement());
        };
    }

    private static ReceiptFigures ofRecord(DeltaRecorded record) {
        Amount delta = record.item().delta();
        boolean credit = delta.signum() > 0;
        return new ReceiptFigures(
                null,
                record.balance().minus(delta),
                record.balance(),
                credit ? delta : Amount.ZERO,
                credit ? Amount.ZERO : delta,
                false);
    }

    private static ReceiptFigures ofStatement(CheckpointStatement statement) {
        Figures figures = statement.figures();
        return new ReceiptFigures(
                CheckpointView.scope(statement.window()),
                figures.opening(),
                figures.closing(),
                figures.credits(),
                figures.debits(),
                statement.provisional());
    }
}
