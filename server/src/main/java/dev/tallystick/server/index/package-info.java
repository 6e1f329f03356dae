/**
 * Look-ups derived from the journal: recent entries on the heap, older ones in RocksDB and in runs of hashes. Disposable: when deleted,
 * damaged or behind it is rebuilt by replay.
 */
@NullMarked
package dev.tallystick.server.index;

import org.jspecify.annotations.NullMarked;
