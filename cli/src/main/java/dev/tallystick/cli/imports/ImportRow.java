package dev.tallystick.cli.imports;

import org.jspecify.annotations.Nullable;

/**
 * A row of a file, ready to be sent or refused already.
 *
 * @param line in the file where it begins, from 1
 * @param customerId empty if it could not be told
 * @param item the delta as JSON in UTF-8; null if refused
 * @param refusal what is wrong with it, or null
 */
record ImportRow(
        long line,
        String customerId,
        @Nullable String item,
        @Nullable String refusal) {}
