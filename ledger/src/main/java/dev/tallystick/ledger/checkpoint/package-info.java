/** What a checkpoint is to cover, found before it is decided. */
@NullMarked
package dev.tallystick.ledger.checkpoint;

import org.jspecify.annotations.NullMarked;
