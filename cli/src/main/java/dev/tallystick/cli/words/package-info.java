/** What commands say in the same words wherever they say it: what went wrong with files and connections, and times. */
@NullMarked
package dev.tallystick.cli.words;

import org.jspecify.annotations.NullMarked;
