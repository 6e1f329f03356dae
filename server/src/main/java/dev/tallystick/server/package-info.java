/** The wiring: which rooms there are, started and stopped in a stated order. */
@NullMarked
package dev.tallystick.server;

import org.jspecify.annotations.NullMarked;
