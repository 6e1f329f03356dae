/** One strict JSON reader, one canonical writer and one streaming writer, so that all parts read alike. */
@NullMarked
package dev.tallystick.proof.json;

import org.jspecify.annotations.NullMarked;
