/** Which stretch of time a question is about: periods, windows and their parts, all in UTC. */
@NullMarked
package dev.tallystick.ledger.scope;

import org.jspecify.annotations.NullMarked;
