package dev.tallystick.ledger.event;

import dev.tallystick.ledger.event.Event.LogKeyRotated;
import dev.tallystick.ledger.event.Event.Stamp;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;

/** The byte form of a log key's rotation, after type, version and stamp. Stateless. */
final class LogKeyCodec {
    private LogKeyCodec() {}

    static void encode(LogKeyRotated event, ByteSink sink) {
        Texts.write(sink, event.oldKey());
        Texts.write(sink, event.newKey());
        sink.bytes(event.signature().toBytes());
    }

    static LogKeyRotated decode(Stamp stamp, ByteSource source) {
        return new LogKeyRotated(
                stamp,
                Texts.read(source),
                Texts.read(source),
                RotationSignature.of(source.bytes(RotationSignature.LENGTH)));
    }
}
