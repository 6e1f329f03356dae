/** Kills a real server under load again and again, and holds what it serves afterwards against what it acknowledged. */
@NullMarked
package dev.tallystick.simulator.crash;

import org.jspecify.annotations.NullMarked;
