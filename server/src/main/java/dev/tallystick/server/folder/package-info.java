/** The data folder: its lock, its format, its first start, and how the planes in it are opened and checked. */
@NullMarked
package dev.tallystick.server.folder;

import org.jspecify.annotations.NullMarked;
