package dev.tallystick.server.index.hashes;

import java.io.IOException;
import java.util.List;

/** A list of runs to come. One thread. */
public final class Draft {
    private final RunFolder folder;
    private final List<HashRun> replaced;
    private RunList list;

    Draft(RunFolder folder, RunList list, List<HashRun> replaced) {
        this.folder = folder;
        this.list = list;
        this.replaced = replaced;
    }

    /** Hands all entries of a new run to {@code entries}, in ascending order of hash (unsigned), then of event. */
    @FunctionalInterface
    public interface Source {
        /** Hands over all there are. */
        void forEach(Entries entries) throws IOException;
    }

    /**
     * Adds a run, unless there are no entries.
     *
     * @param rows how many entries there are
     * @throws IOException it cannot be stored
     */
    public void write(HashKind kind, int rows, Source source) throws IOException {
        if (rows == 0) {
            return;
        }
        HashRun run = folder.write(kind, rows, RunFolder.mayFilter(list.of(kind), rows), writer -> {
            source.forEach(writer::add);
            return true;
        });
        if (run != null) {
            list = list.with(List.of(), run);
        }
    }

    /** Makes every file of the list durable, and returns the list to be stored. */
    public byte[] listing() throws IOException {
        folder.force();
        return list.toBytes();
    }

    RunList list() {
        return list;
    }

    /** Runs that the list does without. */
    List<HashRun> replaced() {
        return replaced;
    }
}
