/** What is hashed for one recorded delta: the content hash, the proof hash and the public log entry. */
@NullMarked
package dev.tallystick.proof.record;

import org.jspecify.annotations.NullMarked;
