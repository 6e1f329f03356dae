/** Tells those who wait: webhook deliveries, their log and their secrets, fed by nothing but the journal. */
@NullMarked
package dev.tallystick.server.webhook;

import org.jspecify.annotations.NullMarked;
