/** Where the index finds a record by a hash: sorted runs of (hash, event number) in files of their own beside RocksDB. */
@NullMarked
package dev.tallystick.server.index.hashes;

import org.jspecify.annotations.NullMarked;
