package dev.tallystick.cli.verify;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.words.IoWords;
import dev.tallystick.proof.bytes.MalformedBytesException;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.note.KeyPage;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an auditor keeps between visits: {@code checkpoint} (the last head that held), {@code key}, {@code edge} (the tree's right
 * edge, to read on from) and the entry bundles. It is a downloaded log: {@code tallystick verify} reads it. For one thread, but
 * bundles may be stored and read by several.
 */
final class AuditState {
    private static final String KEY = "key";
    private static final String EDGE = "edge";

    private final Path folder;

    AuditState(Path folder) {
        this.folder = folder;
    }

    /** Returns the head of the last visit, or null on the first. */
    @Nullable
    SignedHead head() {
        byte[] kept = read(LogFolder.CHECKPOINT);
        try {
            return kept == null ? null : SignedHead.parse(kept);
        } catch (NoteException e) {
            throw CommandFailure.surroundings(
                    folder.resolve(LogFolder.CHECKPOINT) + " is no head any more: " + e.getMessage(), e);
        }
    }

    /** Returns the newest key of the last visit, or null on the first. */
    @Nullable
    VerifierKey key() {
        byte[] kept = read(KEY);
        try {
            return kept == null ? null : KeyPage.parse(kept).keys().getFirst();
        } catch (NoteException e) {
            throw CommandFailure.surroundings(folder.resolve(KEY) + " is no key any more: " + e.getMessage(), e);
        }
    }

    void key(VerifierKey newest) {
        write(KEY, (newest + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the tree's edge that a run may go on from; that of no leaves if none was kept or it cannot be used. */
    CompactRange edge(long headSize) {
        byte[] kept = read(EDGE);
        try {
            CompactRange edge = kept == null ? new CompactRange() : CompactRange.fromBytes(kept);
            boolean usable = edge.size() % EntryBundle.FULL == 0 && edge.size() <= headSize;
            return usable ? edge : new CompactRange();
        } catch (MalformedBytesException e) {
            return new CompactRange();
        }
    }

    void edge(CompactRange edge) {
        write(EDGE, edge.toBytes());
    }

    void head(SignedHead head) {
        write(LogFolder.CHECKPOINT, head.note().received());
    }

    /** Keeps a head that contradicts an earlier one, as evidence, and returns its file. */
    Path contradiction(SignedHead head) {
        String name = "contradiction-" + head.head().size() + "-"
                + head.head().root().toString().substring(2, 18);
        write(name, head.note().received());
        return folder.resolve(name);
    }

    byte @Nullable [] bundle(EntryBundle bundle) {
        return bundle.isFull() ? read(bundle.path()) : null;
    }

    void bundle(EntryBundle bundle, byte[] bytes) {
        write(bundle.path(), bytes);
        Path partials = folder.resolve(bundle.isFull() ? bundle.path() + ".p" : bundle.path())
                .toAbsolutePath();
        Path parent = bundle.isFull() ? partials : partials.getParent();
        if (parent != null && Files.isDirectory(parent)) {
            try (Stream<Path> files = Files.list(parent)) {
                for (Path file : files.filter(one -> !one.equals(partials)).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw CommandFailure.surroundings(parent + " cannot be cleared: " + IoWords.of(e) + ".", e);
            }
        }
    }

    private byte @Nullable [] read(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Files.readAllBytes(file) : null;
        } catch (IOException e) {
            throw CommandFailure.surroundings(file + " cannot be read: " + IoWords.of(e) + ".", e);
        }
    }

    // By way of a second file: a visit that is cut off leaves the state of the last one.
    private void write(String name, byte[] bytes) {
        Path file = folder.resolve(name);
        Path fresh = folder.resolve(name + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(fresh, bytes);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw CommandFailure.surroundings(file + " cannot be written: " + IoWords.of(e) + ".", e);
        }
    }
}
