/**
 * Checks what people kept, and what a server shows now, with the verifiers of {@code proof}: receipts, proofs, downloaded logs,
 * and a live log between visits. Here are files, network, threads and what is printed; nothing is decided here that is not in
 * {@code docs/formats}.
 */
@NullMarked
package dev.tallystick.cli.verify;

import org.jspecify.annotations.NullMarked;
