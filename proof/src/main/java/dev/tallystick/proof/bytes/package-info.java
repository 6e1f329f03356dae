/** Bytes, hashes and strict readers and writers of them: the smallest vocabulary every format is built from. */
@NullMarked
package dev.tallystick.proof.bytes;

import org.jspecify.annotations.NullMarked;
