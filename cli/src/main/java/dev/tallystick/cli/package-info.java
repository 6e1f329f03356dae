/** The program: one class per command; each prints its answer and returns one of four exit codes. */
@NullMarked
package dev.tallystick.cli;

import org.jspecify.annotations.NullMarked;
