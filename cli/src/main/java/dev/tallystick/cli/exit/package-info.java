/** How a command ends: its exit code, and the sentence that says why it could not do what it was asked for. */
@NullMarked
package dev.tallystick.cli.exit;

import org.jspecify.annotations.NullMarked;
