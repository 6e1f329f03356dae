/** Append, fsync, segments, read back: the only source of truth, as numbered opaque events. */
@NullMarked
package dev.tallystick.server.journal;

import org.jspecify.annotations.NullMarked;
