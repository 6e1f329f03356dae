package dev.tallystick.ledger.read;

import dev.tallystick.proof.amount.Amount;
import java.util.List;

/**
 * The records that adjust another one.
 *
 * @param count how many
 * @param net sum of their deltas
 * @param events the event numbers of the oldest, as many as were asked for
 */
public record Corrections(long count, Amount net, List<Long> events) {
    public static final Corrections NONE = new Corrections(0, Amount.ZERO, List.of());
}
