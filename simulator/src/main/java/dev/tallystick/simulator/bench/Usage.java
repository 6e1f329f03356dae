package dev.tallystick.simulator.bench;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.record.DeltaItem;

/**
 * The deltas of an imagined vendor: the {@code n}th is always the same, and no two share a reference.
 *
 * @param customers over how many customers the deltas are spread, at least 1
 * @param label part of every reference, so that two usages on one plane do not meet
 */
record Usage(int customers, String label) {
    /** A prime, so that neighbours in time belong to customers far apart. */
    private static final long STRIDE = 7_919;

    DeltaItem item(long n) {
        return new DeltaItem(
                customer(n),
                Amount.ofUnscaled(-(1 + n % 9_973), 2),
                "API calls, region eu-west-1, metered hourly",
                label + "-2026-11-24-" + n,
                null,
                null,
                null);
    }

    String customer(long n) {
        return "cust_" + (n * STRIDE) % customers;
    }
}
