/** The Merkle tree of RFC 6962 and 9162: tree hashing, running roots, proofs, and the tiles of C2SP tlog-tiles. */
@NullMarked
package dev.tallystick.proof.merkle;

import org.jspecify.annotations.NullMarked;
