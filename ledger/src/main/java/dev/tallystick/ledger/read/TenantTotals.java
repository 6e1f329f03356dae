package dev.tallystick.ledger.read;

import dev.tallystick.proof.amount.Amount;

/**
 * Totals over a tenant's accounts on a plane.
 *
 * @param firstAt first and last record, milliseconds since the epoch; 0 without records
 */
public record TenantTotals(long customers, long deltas, Amount credits, Amount debits, long firstAt, long lastAt) {}
