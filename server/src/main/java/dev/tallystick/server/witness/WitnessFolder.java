package dev.tallystick.server.witness;

import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.server.journal.DurableFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a witness keeps, readable by its owner only.
 *
 * <pre>
 * lock                   held while a witness runs on the folder
 * key                    one line, PRIVATE+KEY+name+id+base64; made with the first start
 * heads/SHA256-IN-HEX    of the origin: "tallystick-witness-head 1 CRC32C-IN-HEX", newline, the signed head as it came
 * </pre>
 */
final class WitnessFolder implements HeadStore, AutoCloseable {
    private static final String LOCK = "lock";
    private static final String KEY = "key";
    private static final String HEADS = "heads";
    private static final String TITLE = "tallystick-witness-head 1 ";
    private static final int RANDOM_NAME_BYTES = 8;

    private final Path folder;
    private final FileChannel lock;
    private final SignerKey key;

    private WitnessFolder(Path folder, FileChannel lock, SignerKey key) {
        this.folder = folder;
        this.lock = lock;
        this.key = key;
    }

    /**
     * Opens a folder, made with a key on the first start.
     *
     * @param name the key's name, or null for the present or a random one
     * @throws WitnessException another witness uses it, it is damaged, or its key has another name
     */
    static WitnessFolder open(Path folder, @Nullable String name, RandomGenerator random) throws IOException {
        DurableFile.createFolder(folder);
        FileChannel lock = lock(folder);
        try {
            DurableFile.createFolder(folder.resolve(HEADS));
            if (!Files.exists(folder.resolve(KEY))) {
                requireNoHeads(folder);
                DurableFile.replace(folder.resolve(KEY), newKey(name, random).getBytes(StandardCharsets.UTF_8));
            }
            SignerKey key = readKey(folder);
            if (name != null && !name.equals(key.verifier().name())) {
                throw new WitnessException(
                        "The witness in " + folder + " is named "
                                + key.verifier().name() + ", not " + name
                                + "; a name never changes. Leave --name out, or choose another folder with --data.",
                        null);
            }
            return new WitnessFolder(folder, lock, key);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: as good as by another one.
        }
        channel.close();
        throw new WitnessException(
                "The folder " + folder + " is in use by another witness. Stop that one, or choose another with --data.",
                null);
    }

    private static void requireNoHeads(Path folder) throws IOException {
        try (var heads = Files.list(folder.resolve(HEADS))) {
            if (heads.findAny().isPresent()) {
                throw new WitnessException(
                        "The folder " + folder + " has heads but no key. Restore the file " + folder.resolve(KEY) + ".",
                        null);
            }
        }
    }

    private static String newKey(@Nullable String name, RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_NAME_BYTES];
        random.nextBytes(bytes);
        String named = name == null ? "tallystick-witness-" + HexFormat.of().formatHex(bytes) : name;
        byte[] seed = new byte[Ed25519PrivateKey.LENGTH];
        random.nextBytes(seed);
        try {
            return new SignerKey(named, KeyAlgorithm.COSIGNATURE_V1, Ed25519PrivateKey.of(seed)).secretText() + "\n";
        } catch (NoteException e) {
            throw new WitnessException("The name '" + named + "' cannot be a key's: " + e.getMessage(), e);
        }
    }

    /** Reads the public key of a folder, whether or not a witness uses it. */
    static VerifierKey publicKey(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(KEY))) {
            throw new WitnessException(
                    "The folder " + folder + " has no witness's key. 'tallystick witness serve' makes one.", null);
        }
        return readKey(folder).verifier();
    }

    private static SignerKey readKey(Path folder) throws IOException {
        Path file = folder.resolve(KEY);
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        try {
            // The key id within is a checksum of the name and the key.
            SignerKey key = SignerKey.parse(text.strip());
            if (key.verifier().algorithm() == KeyAlgorithm.COSIGNATURE_V1) {
                return key;
            }
        } catch (NoteException e) {
            // Its message may be most of a secret.
        }
        throw new WitnessException(
                "The key file " + file + " is damaged: expected PRIVATE+KEY+name+id+base64 of type 4. Restore it.",
                null);
    }

    SignerKey key() {
        return key;
    }

    private Path file(String origin) {
        byte[] hash = Sha256.hash(origin.getBytes(StandardCharsets.UTF_8)).toBytes();
        return folder.resolve(HEADS).resolve(HexFormat.of().formatHex(hash));
    }

    @Override
    public @Nullable SignedHead read(String origin) throws IOException {
        Path file = file(origin);
        if (!Files.exists(file)) {
            return null;
        }
        byte[] bytes = Files.readAllBytes(file);
        int start = TITLE.length() + 2 * Integer.BYTES + 1;
        byte[] note = Arrays.copyOfRange(bytes, Math.min(start, bytes.length), bytes.length);
        String first = new String(bytes, 0, Math.min(start, bytes.length), StandardCharsets.US_ASCII);
        try {
            if (first.equals(title(note))) {
                SignedHead head = SignedHead.parse(note);
                if (head.head().origin().equals(origin)) {
                    return head;
                }
            }
        } catch (NoteException e) {
            // Told below, as any other damage.
        }
        throw new WitnessException(
                "The stored head of log " + origin + " is damaged: file " + file
                        + ". Do not delete it: without it a witness would cosign another history. Restore the newest copy.",
                null);
    }

    @Override
    public void write(SignedHead head) throws IOException {
        byte[] note = head.note().received();
        byte[] title = title(note).getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(title, title.length + note.length);
        System.arraycopy(note, 0, all, title.length, note.length);
        DurableFile.replace(file(head.head().origin()), all);
    }

    private static String title(byte[] note) {
        CRC32C crc = new CRC32C();
        crc.update(note);
        return TITLE + String.format(Locale.ROOT, "%08x", crc.getValue()) + "\n";
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
