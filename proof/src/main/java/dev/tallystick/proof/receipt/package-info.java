/** Receipts: files that show a customer's records, or one of them, to be in the log, checked without a network. */
@NullMarked
package dev.tallystick.proof.receipt;

import org.jspecify.annotations.NullMarked;
