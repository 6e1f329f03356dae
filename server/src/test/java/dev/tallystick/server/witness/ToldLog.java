package dev.tallystick.server.witness;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.merkle.TiledTree;
import dev.tallystick.proof.note.AddCheckpointRequest;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.note.TreeHead;
import java.util.ArrayList;
import java.util.List;

/** One history as a log's operator tells it; two with the same origin and key are a fork. */
final class ToldLog {
    static final String ORIGIN = "log.example/sandbox";
    static final SignerKey KEY = key(ORIGIN, 0);

    final SignerKey signer;
    final List<byte[]> entries;

    ToldLog(SignerKey signer, List<byte[]> entries) {
        this.signer = signer;
        this.entries = entries;
    }

    static SignerKey key(String origin, int seed) {
        byte[] secret = new byte[32];
        secret[0] = (byte) seed;
        return new SignerKey(origin, KeyAlgorithm.ED25519, Ed25519PrivateKey.of(secret));
    }

    /** A history that tells something else from this entry on. */
    static ToldLog of(int size, int forkedAt) {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            entries.add(new byte[] {1, (byte) (i >> 8), (byte) i, (byte) (i < forkedAt ? 0 : 1)});
        }
        return new ToldLog(KEY, entries);
    }

    static ToldLog honest(int size) {
        return of(size, size);
    }

    TreeHead head(int size) {
        return new TreeHead(signer.verifier().name(), size, range(0, size).root());
    }

    SignedHead signed(int size) {
        return SignedHead.sign(head(size), signer);
    }

    TiledTree tree(int size) {
        return new TiledTree(size, this::tile);
    }

    AddCheckpointRequest request(int from, int to) {
        List<Hash> path = from == 0 ? List.of() : tree(to).consistency(from).path();
        return new AddCheckpointRequest(from, path, signed(to));
    }

    private CompactRange range(int from, int to) {
        CompactRange range = new CompactRange();
        entries.subList(from, to).forEach(entry -> range.appendEntry(entry, 0, entry.length));
        return range;
    }

    byte[] tile(Tile tile) {
        ByteSink sink = new ByteSink(9000);
        int leaves = 1 << (tile.level() * Tile.HEIGHT);
        for (int i = 0; i < tile.width(); i++) {
            int from = (int) (tile.index() * Tile.FULL + i) * leaves;
            sink.hash(range(from, from + leaves).root());
        }
        return sink.toBytes();
    }
}
