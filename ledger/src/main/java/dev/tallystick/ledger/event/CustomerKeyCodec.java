package dev.tallystick.ledger.event;

import dev.tallystick.ledger.event.Event.CustomerKeyRegistered;
import dev.tallystick.ledger.event.Event.CustomerKeyRevoked;
import dev.tallystick.ledger.event.Event.Stamp;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.MalformedBytesException;
import dev.tallystick.proof.note.Ed25519PublicKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.VerifierKey;

/** The byte forms of a customer's key and of its revocation, after type, version and stamp. Stateless. */
final class CustomerKeyCodec {
    private CustomerKeyCodec() {}

    static void encode(CustomerKeyRegistered registered, ByteSink sink) {
        Texts.write(sink, registered.customerId());
        Texts.write(sink, registered.keyId());
        Texts.write(sink, registered.key().name());
        sink.bytes(registered.key().key().toBytes());
    }

    static void encode(CustomerKeyRevoked revoked, ByteSink sink) {
        Texts.write(sink, revoked.customerId());
        Texts.write(sink, revoked.keyId());
    }

    static CustomerKeyRevoked revoked(Stamp stamp, ByteSource source) {
        return new CustomerKeyRevoked(stamp, Texts.read(source), Texts.read(source));
    }

    static CustomerKeyRegistered decode(Stamp stamp, ByteSource source) {
        String customerId = Texts.read(source);
        String keyId = Texts.read(source);
        int at = source.position();
        String name = Texts.read(source);
        byte[] key = source.bytes(Ed25519PublicKey.LENGTH);
        try {
            return new CustomerKeyRegistered(
                    stamp, customerId, keyId, new VerifierKey(name, KeyAlgorithm.ED25519, Ed25519PublicKey.of(key)));
        } catch (NoteException e) {
            throw new MalformedBytesException(at, "a customer's key that is none: " + e.getMessage());
        }
    }
}
