package dev.tallystick.server.folder;

import dev.tallystick.server.journal.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The file that says that a folder is a data folder, and of which format. Stateless; used under the folder's lock. */
final class FormatFile {
    static final String NAME = "format";

    /** What a start that never got as far as writing the format may have left. */
    private static final Set<String> LEFTOVERS = Set.of(FolderLock.FILE, NAME + DurableFile.ASIDE, "lost+found");

    private FormatFile() {}

    /** @throws FolderException the folder has no format and holds what is not ours */
    static void requireOurs(Path folder) throws IOException {
        if (Files.exists(folder.resolve(NAME))) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            String foreign = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !LEFTOVERS.contains(name))
                    .sorted()
                    .findFirst()
                    .orElse(null);
            if (foreign != null) {
                throw new FolderException("The folder " + folder + " is not a Tallystick data folder: it has no file '"
                        + NAME + "', but holds '" + foreign
                        + "'. Choose an empty folder with --data, or restore the missing file from a copy.");
            }
        }
    }

    /** The folder's format; on a first start a fresh one, written before it is returned. */
    static FolderFormat readOrCreate(Path folder, SecureRandom random, @Nullable String logName) throws IOException {
        Path file = folder.resolve(NAME);
        if (Files.exists(file)) {
            FolderFormat found = FolderFormat.parse(file, Files.readAllBytes(file));
            if (logName != null && !found.named(logName, random).logName().equals(logName)) {
                throw new FolderException("The logs of the data folder " + folder + " are named " + found.logName()
                        + ", but the setting log-name says " + logName
                        + ". A log keeps its name for ever: remove the setting.");
            }
            return found;
        }
        FolderFormat fresh = FolderFormat.fresh(random, logName);
        write(folder, fresh);
        return fresh;
    }

    /** Takes the place of the present one, durably. */
    static void write(Path folder, FolderFormat format) throws IOException {
        DurableFile.replace(folder.resolve(NAME), format.toBytes());
    }
}
