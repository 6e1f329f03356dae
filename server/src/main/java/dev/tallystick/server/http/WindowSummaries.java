package dev.tallystick.server.http;

import dev.tallystick.ledger.balance.BalanceWindow;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.scope.UtcMonth;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.proof.statement.CheckpointStatement.Mode;
import java.util.ArrayList;
import java.util.List;

/** The figures of a checkpoint's window month by month: one look-up for each month, however many records. Stateless. */
final class WindowSummaries {
    private WindowSummaries() {}

    /** The months the window touches, in order; none for records that were named one by one. */
    static List<BalanceWindow> of(LedgerReader reader, AccountHead head, CheckpointStatement statement) {
        CheckpointStatement.Window window = statement.window();
        if (window.mode() == Mode.FINGERPRINTS) {
            return List.of();
        }
        Position opening = reader.before(head, window.start());
        // What was recorded after the sealing is no part of it.
        Position last = new Position(
                opening.sequence() + statement.chain().count(),
                statement.figures().closing(),
                opening.credits().plus(statement.figures().credits()));
        List<BalanceWindow> months = new ArrayList<>();
        for (long start = window.start(); start < window.end(); ) {
            long end = Math.min(window.end(), UtcMonth.start(UtcMonth.of(start) + 1));
            Position closing = end == window.end() ? last : reader.before(head, end);
            if (closing.sequence() > last.sequence()) {
                closing = last;
            }
            months.add(new BalanceWindow(start, end, opening, closing));
            opening = closing;
            start = end;
        }
        return months;
    }
}
