/**
 * Holds what two sides claim against the records: totals, totals of windows, or records one by one. It finds where the
 * numbers part and says what would explain it; it never says who is right.
 */
@NullMarked
package dev.tallystick.ledger.compare;

import org.jspecify.annotations.NullMarked;
