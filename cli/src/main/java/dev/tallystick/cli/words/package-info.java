/** What goes wrong with files and connections, in words for people. */
@NullMarked
package dev.tallystick.cli.words;

import org.jspecify.annotations.NullMarked;
