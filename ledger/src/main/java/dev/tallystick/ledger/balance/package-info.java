/** What follows from an account's records: derived balances, breakdowns, comparisons and checks for gaps. */
@NullMarked
package dev.tallystick.ledger.balance;

import org.jspecify.annotations.NullMarked;
