package dev.tallystick.cli.verify;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.merkle.LogPath;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.merkle.TileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a downloaded log that the head does not call for: narrower forms of a tile or bundle, kept from when the log was
 * smaller. Each must be how the form that is called for begins. For one thread.
 */
final class FurtherForms {
    private static final int SHOWN_MAX = 20;

    private final LogFolder folder;
    private final long size;
    private final List<String> tiles = new ArrayList<>();
    private final List<String> bundles = new ArrayList<>();
    private long beyond;

    FurtherForms(LogFolder folder, long size) {
        this.folder = folder;
        this.size = size;
    }

    /** Looks at every file below {@code tile/}. */
    FurtherForms compare() throws IOException {
        Path root = folder.file("tile");
        if (!Files.isDirectory(root)) {
            return this;
        }
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile).forEach(file -> compare(file, path(root, file)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return this;
    }

    private static String path(Path root, Path file) {
        return "tile/" + root.relativize(file).toString().replace('\\', '/');
    }

    private void compare(Path file, String path) {
        LogPath form;
        try {
            form = LogPath.parse(path);
        } catch (TileException e) {
            return; // no file of a log
        }
        int width = Tile.widthIn(form instanceof Tile tile ? tile.level() : 0, form.index(), size);
        if (form.width() > width) {
            beyond++;
        } else if (form.width() < width) {
            try {
                byte[] called = called(form, width);
                byte[] found = Files.readAllBytes(file);
                if (!Arrays.equals(called, found)) {
                    List<String> wrong = form instanceof Tile ? tiles : bundles;
                    if (wrong.size() < SHOWN_MAX) {
                        wrong.add(path + " is not how the wider form beside it begins.");
                    }
                }
            } catch (LogFolder.MissingException e) {
                return; // said already by whoever needs it
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What a form of this width must be, by the one that the head calls for. */
    private byte[] called(LogPath form, int width) throws IOException {
        if (form instanceof Tile tile) {
            byte[] hashes = folder.hashes(new Tile(tile.level(), tile.index(), width));
            return Arrays.copyOf(hashes, Math.min(hashes.length, tile.width() * Hash.LENGTH));
        }
        byte[] bundle = folder.bundle(new EntryBundle(form.index(), width));
        int at = 0;
        for (int i = 0; i < form.width() && at + Short.BYTES <= bundle.length; i++) {
            at += Short.BYTES + ((bundle[at] & 0xff) << 8 | (bundle[at + 1] & 0xff));
        }
        return Arrays.copyOf(bundle, Math.min(bundle.length, at));
    }

    /** Tiles that differ, a sentence each, the first few. */
    List<String> tiles() {
        return tiles;
    }

    /** Bundles that differ, a sentence each, the first few. */
    List<String> bundles() {
        return bundles;
    }

    /** How many files are of a larger log than the head's, and so were not looked at. */
    long beyond() {
        return beyond;
    }
}
