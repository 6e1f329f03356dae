package dev.tallystick.ledger.event;

import dev.tallystick.ledger.event.Event.DeliveryGivenUp;
import dev.tallystick.ledger.event.Event.EndpointChanged;
import dev.tallystick.ledger.event.Event.EndpointCreated;
import dev.tallystick.ledger.event.Event.EndpointDeleted;
import dev.tallystick.ledger.event.Event.EndpointEvent;
import dev.tallystick.ledger.event.Event.EndpointSecretRotated;
import dev.tallystick.ledger.event.Event.Stamp;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.MalformedBytesException;
import org.jspecify.annotations.Nullable;

/** The byte forms of events about webhook endpoints, after type, version and stamp. Stateless. */
final class EndpointCodec {
    private EndpointCodec() {}

    static void encode(EndpointEvent event, ByteSink sink) {
        Texts.write(sink, event.endpointId());
        switch (event) {
            case EndpointCreated created -> {
                Texts.write(sink, created.url());
                Texts.writeOptional(sink, created.description());
                secret(sink, created.secret());
            }
            case EndpointChanged changed -> {
                Texts.writeOptional(sink, changed.url());
                Texts.writeOptional(sink, changed.description());
                EndpointState state = changed.state();
                sink.u8(state == null ? 0 : state.number());
            }
            case EndpointSecretRotated rotated -> {
                secret(sink, rotated.secret());
                sink.u64(rotated.overlapUntil());
            }
            case EndpointDeleted ignored -> {}
        }
    }

    static void encode(DeliveryGivenUp event, ByteSink sink) {
        Texts.write(sink, event.endpointId());
        Texts.write(sink, event.webhookId());
        Texts.write(sink, event.name());
        sink.varint(event.attempts());
        Texts.write(sink, event.reason());
    }

    static EndpointCreated created(Stamp stamp, ByteSource source) {
        return new EndpointCreated(
                stamp, Texts.read(source), Texts.read(source), Texts.readOptional(source), secret(source));
    }

    static EndpointChanged changed(Stamp stamp, ByteSource source) {
        return new EndpointChanged(
                stamp, Texts.read(source), Texts.readOptional(source), Texts.readOptional(source), state(source));
    }

    static EndpointSecretRotated rotated(Stamp stamp, ByteSource source) {
        return new EndpointSecretRotated(stamp, Texts.read(source), secret(source), source.u64());
    }

    static EndpointDeleted deleted(Stamp stamp, ByteSource source) {
        return new EndpointDeleted(stamp, Texts.read(source));
    }

    static DeliveryGivenUp givenUp(Stamp stamp, ByteSource source) {
        return new DeliveryGivenUp(
                stamp,
                Texts.read(source),
                Texts.read(source),
                Texts.read(source),
                Texts.count(source),
                Texts.read(source));
    }

    private static void secret(ByteSink sink, SealedSecret secret) {
        sink.varint(secret.bytes().length);
        sink.bytes(secret.bytes());
    }

    private static SealedSecret secret(ByteSource source) {
        int at = source.position();
        int length = Texts.count(source);
        if (length < 1 || length > SealedSecret.LENGTH_MAX) {
            throw new MalformedBytesException(
                    at, "a sealed secret of " + length + " bytes; expected 1 to " + SealedSecret.LENGTH_MAX);
        }
        return new SealedSecret(source.bytes(length));
    }

    private static @Nullable EndpointState state(ByteSource source) {
        int number = source.u8();
        if (number > EndpointState.count()) {
            throw new MalformedBytesException(
                    source.position() - 1,
                    "endpoint state " + number + "; expected 0 (unchanged) to " + EndpointState.count());
        }
        return number == 0 ? null : EndpointState.of(number);
    }
}
