package dev.tallystick.server.index.hashes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The entries of several runs as those of one, in order. One thread. */
final class Merge {
    private final List<RunCursor> cursors = new ArrayList<>();

    Merge(List<HashRun> runs) throws IOException {
        for (HashRun run : runs) {
            RunCursor cursor = new RunCursor(run);
            if (cursor.next()) {
                cursors.add(cursor);
            }
        }
    }

    /** Hands over the next entries, at most {@code count}; false if none is left. */
    boolean next(int count, Entries entries) throws IOException {
        for (int i = 0; i < count && !cursors.isEmpty(); i++) {
            RunCursor least = cursors.getFirst();
            for (int j = 1; j < cursors.size(); j++) {
                RunCursor other = cursors.get(j);
                least = other.isBefore(least) ? other : least;
            }
            entries.take(least.hash(), least.event());
            if (!least.next()) {
                cursors.remove(least);
            }
        }
        return !cursors.isEmpty();
    }
}
