/** The wire: requests are read, checked and handed on; outcomes and refusals are rendered as replies. */
@NullMarked
package dev.tallystick.server.http;

import org.jspecify.annotations.NullMarked;
