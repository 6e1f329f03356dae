package dev.tallystick.cli.verify;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.merkle.LogPath;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.merkle.TileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** A downloaded log: the files of its paths, as they are served, below one folder. */
final class LogFolder {
    static final String CHECKPOINT = "checkpoint";
    static final String EARLIER_HEAD = "earlier-head";

    private final Path folder;

    LogFolder(Path folder) {
        this.folder = folder;
    }

    static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(CHECKPOINT));
    }

    Path file(String path) {
        return folder.resolve(path);
    }

    /** Returns a bundle's bytes, as they are: the verifier says whether they are right. */
    byte[] bundle(EntryBundle bundle) throws IOException {
        return Files.readAllBytes(existing(bundle));
    }

    /** Returns a tile's hashes, cut from the full tile if only that was kept. */
    byte[] hashes(Tile tile) throws IOException {
        if (Files.exists(file(tile.path()))) {
            return Files.readAllBytes(file(tile.path()));
        }
        byte[] full = Files.readAllBytes(existing(new Tile(tile.level(), tile.index(), LogPath.FULL)));
        return Arrays.copyOf(full, Math.min(full.length, tile.width() * Hash.LENGTH));
    }

    boolean hasTiles() {
        return Files.isDirectory(file("tile/0"));
    }

    private Path existing(LogPath path) throws IOException {
        Path file = file(path.path());
        if (!Files.exists(file)) {
            throw new MissingException(path.path());
        }
        return file;
    }

    /** A file that the head's size calls for is not there. */
    static final class MissingException extends NoSuchFileException {
        private static final long serialVersionUID = 1L;

        MissingException(String path) {
            super(path);
        }

        TileException asTile() {
            return new TileException(getFile() + " is not in the folder, but the head's size calls for it.");
        }
    }
}
