/**
 * Signed texts as C2SP specifies them, byte for byte: signed notes, log heads (tlog-checkpoint), cosignatures, witness
 * requests and inclusion proof files.
 */
@NullMarked
package dev.tallystick.proof.note;

import org.jspecify.annotations.NullMarked;
