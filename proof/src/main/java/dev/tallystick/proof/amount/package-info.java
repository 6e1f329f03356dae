/** Exact decimal amounts: the wire rule for numbers, arithmetic without rounding, and their fixed byte form. */
@NullMarked
package dev.tallystick.proof.amount;

import org.jspecify.annotations.NullMarked;
