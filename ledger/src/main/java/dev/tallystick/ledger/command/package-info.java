/** What a caller may ask of a plane's ledger: one record for each kind of request. */
@NullMarked
package dev.tallystick.ledger.command;

import org.jspecify.annotations.NullMarked;
