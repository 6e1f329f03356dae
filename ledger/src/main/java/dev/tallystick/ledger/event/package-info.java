/** What has happened: the events of the journal and their byte form. */
@NullMarked
package dev.tallystick.ledger.event;

import org.jspecify.annotations.NullMarked;
