/** The Java client: records usage, asks for balances, and checks what it is told without trusting the server. */
@NullMarked
package dev.tallystick.client;

import org.jspecify.annotations.NullMarked;
