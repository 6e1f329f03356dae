package dev.tallystick.server.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file operations the journal is made of, so that a test can put a faulty disk beneath it. Use {@link #real}.
 *
 * <p>Thread-safe. None of the operations is durable by itself, see {@link JournalFile#force} and {@link #forceFolder}.
 */
public interface JournalFiles {
    /** Returns the operations of the real file system. */
    static JournalFiles real() {
        return new RealJournalFiles();
    }

    /** Creates the folder and its parents where missing. */
    void createFolder(Path folder) throws IOException;

    /** Returns the names of the files in the folder, in any order. */
    List<String> list(Path folder) throws IOException;

    /** Opens an existing file for reading. */
    JournalFile openToRead(Path file) throws IOException;

    /** Opens a file for reading and writing, and creates it empty where missing. */
    JournalFile openToWrite(Path file) throws IOException;

    /** Renames within a folder, atomically. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes the file if it is there. */
    void delete(Path file) throws IOException;

    /** Makes creations, renames and deletions in the folder durable (fsync of the directory). */
    void forceFolder(Path folder) throws IOException;
}
