package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.cli.words.IoWords;
import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.VerifierKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** A file with a customer's Ed25519 private key: the Base64 of its 32 bytes on one line, for the owner alone. */
final class SecretFile {
    private SecretFile() {}

    /** Makes a new key in a new file and returns its public half under a name. */
    static VerifierKey make(Path file, String name) {
        byte[] seed = new byte[Ed25519PrivateKey.LENGTH];
        new SecureRandom().nextBytes(seed);
        VerifierKey key = named(name, Ed25519PrivateKey.of(seed));
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, Base64Text.of(seed) + "\n", StandardOpenOption.WRITE);
            return key;
        } catch (FileAlreadyExistsException e) {
            throw CommandFailure.usage(
                    "The file " + file + " exists already, and no key is ever overwritten. Name another.");
        } catch (UnsupportedOperationException e) {
            throw unwritten(file, "the file system keeps no permissions");
        } catch (IOException e) {
            throw unwritten(file, IoWords.of(e));
        }
    }

    private static CommandFailure unwritten(Path file, String why) {
        return new CommandFailure(ExitCode.SURROUNDINGS, "The key file " + file + " cannot be written: " + why + ".");
    }

    private static VerifierKey named(String name, Ed25519PrivateKey key) {
        try {
            return new VerifierKey(name, KeyAlgorithm.ED25519, key.publicKey());
        } catch (NoteException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    /** Reads the key in a file. */
    static Ed25519PrivateKey read(Path file) {
        try {
            return Ed25519PrivateKey.of(Base64Text.decode(Files.readString(file).strip()));
        } catch (IOException e) {
            throw CommandFailure.usage("The key file " + file + " cannot be read: " + IoWords.of(e) + ".");
        } catch (IllegalArgumentException | NoteException e) {
            throw CommandFailure.usage("The file " + file + " holds no private key: expected the Base64 of 32 bytes, as"
                    + " 'tallystick customer-keys make' writes it.");
        }
    }
}
