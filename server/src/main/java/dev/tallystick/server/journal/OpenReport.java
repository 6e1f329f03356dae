package dev.tallystick.server.journal;

import java.util.List;

/**
 * What opening a journal found and changed.
 *
 * @param nextEvent the number of the next event
 * @param segments how many segment files there are
 * @param cutBytes bytes of an unfinished, never acknowledged batch that were cut off the end; 0 if none
 * @param unacknowledgedEvents whole events found behind the last acknowledged one and kept
 * @param repairs one sentence for each thing that was changed, for the log; empty after a clean close
 */
public record OpenReport(
        long nextEvent, int segments, long cutBytes, long unacknowledgedEvents, List<String> repairs) {}
