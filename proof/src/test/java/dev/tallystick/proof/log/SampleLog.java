package dev.tallystick.proof.log;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.TreeHead;
import java.util.ArrayList;
import java.util.List;

/** A log in memory: entries of 33 bytes, its heads, bundles and tiles. */
final class SampleLog {
    static final String ORIGIN = "log.example/sandbox";

    final List<byte[]> entries;

    SampleLog(List<byte[]> entries) {
        this.entries = entries;
    }

    static SampleLog of(int size) {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            byte[] entry = new ByteSink(33).u8(1).hash(Hash.ZERO).toBytes();
            entry[29] = (byte) (i >> 24);
            entry[30] = (byte) (i >> 16);
            entry[31] = (byte) (i >> 8);
            entry[32] = (byte) i;
            entries.add(entry);
        }
        return new SampleLog(entries);
    }

    SampleLog withBitFlipped(int entry, int bit) {
        List<byte[]> changed = new ArrayList<>(entries);
        byte[] bytes = changed.get(entry).clone();
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        changed.set(entry, bytes);
        return new SampleLog(changed);
    }

    TreeHead head(int size) {
        return new TreeHead(ORIGIN, size, range(size).root());
    }

    CompactRange range(int size) {
        CompactRange range = new CompactRange();
        entries.subList(0, size).forEach(entry -> range.appendEntry(entry, 0, entry.length));
        return range;
    }

    byte[] bundle(EntryBundle bundle) {
        ByteSink sink = new ByteSink(9000);
        int from = (int) bundle.index() * EntryBundle.FULL;
        entries.subList(from, from + bundle.width()).forEach(entry -> EntryBundle.write(entry, 0, entry.length, sink));
        return sink.toBytes();
    }

    ExpectedLeaf leaf(int index) {
        return new ExpectedLeaf("leaf-" + index, index, TreeHash.leaf(entries.get(index)));
    }

    /** Serves the tiles of the whole log. */
    byte[] tile(Tile tile) {
        ByteSink sink = new ByteSink(9000);
        int leaves = 1 << (tile.level() * Tile.HEIGHT);
        for (int i = 0; i < tile.width(); i++) {
            int from = (int) (tile.index() * Tile.FULL + i) * leaves;
            CompactRange range = new CompactRange();
            if (from + leaves > entries.size()) {
                throw new AssertionError("The log has no " + tile.path());
            }
            entries.subList(from, from + leaves).forEach(entry -> range.appendEntry(entry, 0, entry.length));
            sink.hash(range.root());
        }
        return sink.toBytes();
    }

    LogVerification read(LogVerifier verifier) {
        for (EntryBundle bundle = verifier.next(); bundle != null; bundle = verifier.next()) {
            verifier.accept(bundle(bundle));
        }
        return verifier.finish();
    }
}
