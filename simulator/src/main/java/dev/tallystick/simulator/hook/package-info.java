/** The other end of webhooks: a receiver to measure and to crash against. */
@NullMarked
package dev.tallystick.simulator.hook;

import org.jspecify.annotations.NullMarked;
