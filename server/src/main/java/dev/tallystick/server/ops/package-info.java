/** What operators watch: metrics and health. */
@NullMarked
package dev.tallystick.server.ops;

import org.jspecify.annotations.NullMarked;
