/** Checks the arrows between modules and packages, and what may not appear in them. */
@NullMarked
package dev.tallystick.architecture;

import org.jspecify.annotations.NullMarked;
