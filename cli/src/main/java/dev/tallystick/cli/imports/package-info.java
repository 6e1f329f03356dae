/** Records the rows of files: read in order, sent in parallel batches that keep each customer's order. */
@NullMarked
package dev.tallystick.cli.imports;

import org.jspecify.annotations.NullMarked;
