/**
 * A witness (C2SP tlog-witness) that anybody can run for other people's logs. Knows nothing of ledgers: what it needs is
 * the proof room, a folder and a socket.
 */
@NullMarked
package dev.tallystick.server.witness;

import org.jspecify.annotations.NullMarked;
