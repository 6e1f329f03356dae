package dev.tallystick.ledger.read;

/**
 * The last position of an account within a UTC day on which it has records.
 *
 * @param epochDay days since 1970-01-01
 */
public record DayClose(long epochDay, Position position) {}
