/** The single writer of a plane: group commit from commands to journal, index and answers; recovery by the same path. */
@NullMarked
package dev.tallystick.server.sequencer;

import org.jspecify.annotations.NullMarked;
