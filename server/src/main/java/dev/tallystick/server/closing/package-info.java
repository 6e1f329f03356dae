/** Sealing checkpoints over a plane: for whoever asks, and by itself when a month is over. */
@NullMarked
package dev.tallystick.server.closing;

import org.jspecify.annotations.NullMarked;
