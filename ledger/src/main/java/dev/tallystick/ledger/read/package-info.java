/** What may be asked of recorded state, as an interface the index implements. */
@NullMarked
package dev.tallystick.ledger.read;

import org.jspecify.annotations.NullMarked;
