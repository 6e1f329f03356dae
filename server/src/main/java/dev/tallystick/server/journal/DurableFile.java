package dev.tallystick.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Small files that are there completely or not at all: written aside, fsync, renamed, fsync of the folder. A crash leaves
 * the old state or the new, and perhaps a file with the ending {@code .new} that nobody reads.
 */
public final class DurableFile {
    /** The ending of a file that was not finished. */
    public static final String ASIDE = ".new";

    private DurableFile() {}

    /** Creates or replaces a file that only its owner may read. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ASIDE);
        Files.deleteIfExists(aside);
        try (FileChannel channel = FileChannel.open(
                aside,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                ownerOnly(aside, "rw-------"))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        forceFolder(folderOf(file));
    }

    /** Deletes a file durably if it is there. */
    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            forceFolder(folderOf(file));
        }
    }

    /** Makes a folder that only its owner may enter, and its parents, where missing. */
    public static void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            keepFromOthers(folder);
            return;
        }
        Path parent = folderOf(folder);
        Files.createDirectories(parent);
        Files.createDirectory(folder, ownerOnly(parent, "rwx------"));
        forceFolder(parent);
    }

    /** Records are nobody else's business, whoever made the folder; what lies in it is shut off with it. */
    private static void keepFromOthers(Path folder) throws IOException {
        if (Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path folderOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private static FileAttribute<?>[] ownerOnly(Path place, String permissions) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
