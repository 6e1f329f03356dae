package dev.tallystick.ledger.event;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.proof.record.LogEntry;
import java.nio.charset.StandardCharsets;

/**
 * The public leaf of an event in its plane's log: the type byte and a hash that tells nothing of the content, as
 * docs/formats/record.md, section 5, lays it out. Stateless.
 */
public final class EventEntry {
    /** The ASCII domain tag before the bytes of an event that has no hash of its own. */
    public static final String TAG = "tallystick:event:v1";

    private static final byte[] TAG_BYTES = TAG.getBytes(StandardCharsets.US_ASCII);

    private EventEntry() {}

    /**
     * Appends the {@link LogEntry#LENGTH} bytes of an event's leaf.
     *
     * @param bytes holds the event as it stands in the journal, from {@code offset}, {@code length} bytes long
     */
    public static void append(Event event, byte[] bytes, int offset, int length, ByteSink sink) {
        sink.u8(EventType.of(event));
        switch (event) {
            case Event.DeltaRecorded delta -> sink.hash(delta.proofHash());
            case Event.CheckpointSealed sealed -> sink.hash(sealed.statement().proofRoot());
            case Event.Stamped ignored -> sink.hash(hash(bytes, offset, length));
        }
    }

    private static Hash hash(byte[] bytes, int offset, int length) {
        ByteSink tagged =
                new ByteSink(TAG_BYTES.length + length).bytes(TAG_BYTES).bytes(bytes, offset, length);
        return Sha256.hash(tagged.array(), 0, tagged.length());
    }
}
