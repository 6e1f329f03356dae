package dev.tallystick.ledger.read;

import dev.tallystick.ledger.event.Event.CheckpointCountersigned;
import dev.tallystick.ledger.event.Event.CustomerKeyRegistered;

/**
 * A customer's signature under a checkpoint.
 *
 * @param event its number among the plane's events
 * @param key the registered key that verifies it
 */
public record StoredCountersignature(long event, CheckpointCountersigned countersigned, CustomerKeyRegistered key) {}
