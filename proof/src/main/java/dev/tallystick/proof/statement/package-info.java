/** What a closed window states, and the hash that stands for it. */
@NullMarked
package dev.tallystick.proof.statement;

import org.jspecify.annotations.NullMarked;
