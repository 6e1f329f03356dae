/** Measures the server beside references taken in the same run; results on standard output, progress on standard error. */
@NullMarked
package dev.tallystick.simulator.bench;

import org.jspecify.annotations.NullMarked;
