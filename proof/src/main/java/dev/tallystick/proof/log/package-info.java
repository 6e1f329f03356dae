/** Checks over a whole log: that its entries lead to its head, that heads extend each other, that leaves are still there. */
@NullMarked
package dev.tallystick.proof.log;

import org.jspecify.annotations.NullMarked;
