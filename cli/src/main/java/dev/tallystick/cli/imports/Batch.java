package dev.tallystick.cli.imports;

import dev.tallystick.proof.bytes.ByteSink;
import java.util.ArrayList;
import java.util.List;

/** Rows that go out in one request. Filled by one thread, then sent by another. */
final class Batch {
    /** What the server takes in one request. */
    private static final int ROWS_MAX = 1_000;

    /** Half of what the server takes, so that the last row always fits. */
    private static final int BYTES_MAX = 4 << 20;

    private static final byte[] START = {'{', '"', 'd', 'e', 'l', 't', 'a', 's', '"', ':', '['};

    private final ByteSink body = new ByteSink(1 << 16).bytes(START);
    private final List<ImportRow> rows = new ArrayList<>(ROWS_MAX);

    void add(ImportRow row, String item) {
        if (!rows.isEmpty()) {
            body.u8(',');
        }
        body.utf8(item);
        rows.add(row);
    }

    boolean isFull() {
        return rows.size() == ROWS_MAX || body.length() >= BYTES_MAX;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    List<ImportRow> rows() {
        return rows;
    }

    /** The request's body; nothing can be added after. */
    byte[] body() {
        return body.u8(']').u8('}').toBytes();
    }
}
