package dev.tallystick.server.compare;

import dev.tallystick.ledger.compare.ClaimedRow;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows of a side, one after the other. For one thread. */
public interface RowSource {
    /**
     * The next row, or null after the last.
     *
     * @throws dev.tallystick.ledger.outcome.RefusedException {@code VALIDATION_ERROR} naming the line
     * @throws IOException the body broke off
     */
    @Nullable
    ClaimedRow next() throws IOException;
}
