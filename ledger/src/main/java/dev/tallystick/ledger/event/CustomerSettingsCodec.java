package dev.tallystick.ledger.event;

import dev.tallystick.ledger.event.Event.CustomerSettingsChanged;
import dev.tallystick.ledger.event.Event.Stamp;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.MalformedBytesException;

/** The byte form of changed customer settings, after type, version and stamp. Stateless. */
final class CustomerSettingsCodec {
    private CustomerSettingsCodec() {}

    static void encode(CustomerSettingsChanged changed, ByteSink sink) {
        CustomerSettings settings = changed.settings();
        Texts.write(sink, changed.customerId());
        Texts.writeOptional(sink, settings.displayName());
        sink.u8(settings.eventCadence().code());
        Texts.writeOptional(sink, settings.unitLabel());
        Texts.write(sink, settings.sharingStateHint());
    }

    static CustomerSettingsChanged decode(Stamp stamp, ByteSource source) {
        String customerId = Texts.read(source);
        String displayName = Texts.readOptional(source);
        EventCadence cadence = cadence(source);
        String unitLabel = Texts.readOptional(source);
        return new CustomerSettingsChanged(
                stamp, customerId, new CustomerSettings(displayName, cadence, unitLabel, Texts.read(source)));
    }

    private static EventCadence cadence(ByteSource source) {
        int code = source.u8();
        if (code >= EventCadence.codes()) {
            throw new MalformedBytesException(
                    source.position() - 1, "event cadence " + code + "; expected 0 to " + (EventCadence.codes() - 1));
        }
        return EventCadence.ofCode(code);
    }
}
