package dev.tallystick.server.journal;

import java.nio.file.Path;

/**
 * Why no intact frame stands at an offset.
 *
 * @param offset where the problem is, in bytes from the start of the file
 * @param expected what should stand there
 * @param found what stands there
 * @param resumeAt from where on another frame could stand
 * @param tearable whether a write that was cut short can have caused it
 */
record FrameProblem(long offset, String expected, String found, long resumeAt, boolean tearable) {
    JournalDamaged in(Path file) {
        return new JournalDamaged(file, offset, expected, found);
    }
}
