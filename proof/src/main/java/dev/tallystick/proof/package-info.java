/** Everything needed to check a record without trusting the server that wrote it. */
@NullMarked
package dev.tallystick.proof;

import org.jspecify.annotations.NullMarked;
