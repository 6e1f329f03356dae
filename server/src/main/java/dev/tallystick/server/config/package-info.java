/** What may be set, each with its default and the reason for it. */
@NullMarked
package dev.tallystick.server.config;

import org.jspecify.annotations.NullMarked;
