package dev.tallystick.server.webhook;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * The rows of what was published to endpoints and is neither delivered nor given up: nothing else keeps it, so they are
 * never cut as the delivery log is. Stateless.
 */
final class PublishedRows {
    private static final int VERSION = 1;

    private PublishedRows() {}

    static byte[] key(Unwritten.Published which) {
        byte[] prefix = prefix(which.endpointId());
        return ByteBuffer.allocate(prefix.length + Long.BYTES)
                .put(prefix)
                .putLong(which.place())
                .array();
    }

    static byte[] value(Pending each) {
        ByteSink sink = new ByteSink(512);
        sink.u8(VERSION);
        OutletState.write(each, sink);
        return sink.toBytes();
    }

    /** Those of an endpoint, in the order of their places. */
    static List<Pending> read(RocksDB db, String endpointId) {
        List<Pending> found = new ArrayList<>();
        byte[] prefix = prefix(endpointId);
        try (RocksIterator rows = db.newIterator()) {
            for (rows.seek(prefix); rows.isValid() && startsWith(rows.key(), prefix); rows.next()) {
                ByteSource value = new ByteSource(rows.value());
                value.u8();
                Pending each = OutletState.read(value);
                each.place =
                        ByteBuffer.wrap(rows.key(), prefix.length, Long.BYTES).getLong();
                found.add(each);
            }
        }
        return found;
    }

    static void forget(RocksDB db, WriteOptions how, String endpointId) throws RocksDBException {
        byte[] prefix = prefix(endpointId);
        byte[] after = prefix.clone();
        after[after.length - 1] = 1;
        db.deleteRange(how, prefix, after);
    }

    private static byte[] prefix(String endpointId) {
        return ("p" + endpointId + '\0').getBytes(StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length == prefix.length + Long.BYTES
                && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
