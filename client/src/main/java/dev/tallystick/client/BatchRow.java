package dev.tallystick.client;

/** What came of one row of a batch: a {@link Recorded} or a {@link Refused}. */
public sealed interface BatchRow permits Recorded, Refused {}
