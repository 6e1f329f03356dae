/** Comparing many rows: reading them as they come, and keeping them in a temporary file until all are there. */
@NullMarked
package dev.tallystick.server.compare;

import org.jspecify.annotations.NullMarked;
