/** The plane's signed transparency log: tree, heads, keys, what is public of it, and the witnesses asked to cosign it. */
@NullMarked
package dev.tallystick.server.log;

import org.jspecify.annotations.NullMarked;
