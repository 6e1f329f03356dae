/** What came of a command: accepted, repeated or refused, with permanent codes. */
@NullMarked
package dev.tallystick.ledger.outcome;

import org.jspecify.annotations.NullMarked;
