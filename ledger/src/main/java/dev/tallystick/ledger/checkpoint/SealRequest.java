package dev.tallystick.ledger.checkpoint;

/**
 * One checkpoint that is asked for.
 *
 * @param start first instant of the window, milliseconds since the epoch
 * @param end first instant after it
 */
public record SealRequest(String customerId, long start, long end, Coverage coverage) {}
