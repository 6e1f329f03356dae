/** Receipts as documents for people: a PDF with selectable text, and what it is made of. */
@NullMarked
package dev.tallystick.server.receipt;

import org.jspecify.annotations.NullMarked;
