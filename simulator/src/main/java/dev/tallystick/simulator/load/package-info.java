/** Drives a server from outside as its users would: its process, single requests, and load from a process of its own. */
@NullMarked
package dev.tallystick.simulator.load;

import org.jspecify.annotations.NullMarked;
