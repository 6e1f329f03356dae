/** The deterministic state machine: commands and current state in, events and outcomes out. */
@NullMarked
package dev.tallystick.ledger.state;

import org.jspecify.annotations.NullMarked;
