package dev.tallystick.cli.verify;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.words.IoWords;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What there is to check.
 *
 * @param paths files as they were named, log folders as one, and of other folders the receipts, proofs and logs below them
 * @param skipped how many other files these folders hold
 */
public record ListedFiles(List<Path> paths, long skipped) {
    /** Copies the list. */
    public ListedFiles {
        paths = List.copyOf(paths);
    }

    /** Lists them in the order given, those of a folder sorted. */
    public static ListedFiles of(List<Path> given) {
        List<Path> all = new ArrayList<>();
        long skipped = 0;
        for (Path path : given) {
            if (Files.isDirectory(path)) {
                ListedFiles below = below(path);
                all.addAll(below.paths);
                skipped += below.skipped;
            } else {
                all.add(path);
            }
        }
        return new ListedFiles(all, skipped);
    }

    private static ListedFiles below(Path folder) {
        List<Path> found = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    if (LogFolder.isOne(dir)) {
                        found.add(dir);
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = file.toString();
                    (name.endsWith(".json") || name.endsWith(".tlog-proof") ? found : others).add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw CommandFailure.surroundings("The folder " + folder + " cannot be read: " + IoWords.of(e) + ".", e);
        }
        Collections.sort(found);
        return new ListedFiles(found, others.size());
    }
}
