package dev.tallystick.ledger.event;

import dev.tallystick.ledger.event.Event.ComparisonReported;
import dev.tallystick.ledger.event.Event.Stamp;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;

/** The byte form of a signed comparison, after type, version and stamp. Stateless. */
final class ReportCodec {
    private ReportCodec() {}

    static void encode(ComparisonReported event, ByteSink sink) {
        Texts.write(sink, event.customerId());
        sink.hash(event.reportHash());
    }

    static ComparisonReported decode(Stamp stamp, ByteSource source) {
        return new ComparisonReported(stamp, Texts.read(source), source.hash());
    }
}
