package dev.tallystick.ledger.event;

import dev.tallystick.ledger.event.Event.Administration;
import dev.tallystick.ledger.event.Event.ApiKeyCreated;
import dev.tallystick.ledger.event.Event.ApiKeyRevoked;
import dev.tallystick.ledger.event.Event.CustomerKeyRegistered;
import dev.tallystick.ledger.event.Event.CustomerKeyRevoked;
import dev.tallystick.ledger.event.Event.CustomerSettingsChanged;
import dev.tallystick.ledger.event.Event.EndpointEvent;
import dev.tallystick.ledger.event.Event.LogKeyRotated;
import dev.tallystick.ledger.event.Event.PeriodClosed;
import dev.tallystick.ledger.event.Event.Stamp;
import dev.tallystick.ledger.event.Event.TenantOpened;
import dev.tallystick.ledger.event.Event.TenantSettingsChanged;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.MalformedBytesException;

/** The byte forms of administrative events, after type, version and stamp. Stateless. */
final class AdministrationCodec {
    private AdministrationCodec() {}

    static void encode(Administration event, ByteSink sink) {
        switch (event) {
            case TenantOpened opened -> {
                Texts.write(sink, opened.name());
                sink.hash(opened.operatorPasswordHash());
            }
            case ApiKeyCreated created -> {
                Texts.write(sink, created.keyId());
                Texts.write(sink, created.publicId());
                Texts.write(sink, created.name());
                sink.hash(created.secretHash());
                sink.u8(created.scopes().toBits());
            }
            case LogKeyRotated rotated -> LogKeyCodec.encode(rotated, sink);
            case ApiKeyRevoked revoked -> {
                Texts.write(sink, revoked.keyId());
                sink.u64(revoked.effectiveAt());
            }
            case CustomerKeyRegistered registered -> CustomerKeyCodec.encode(registered, sink);
            case CustomerKeyRevoked revoked -> CustomerKeyCodec.encode(revoked, sink);
            case PeriodClosed closed -> {
                sink.varint(closed.month());
                sink.varint(closed.checkpoints());
            }
            case TenantSettingsChanged changed -> sink.u8(changed.settings().toBits());
            case EndpointEvent endpoint -> EndpointCodec.encode(endpoint, sink);
            case CustomerSettingsChanged changed -> CustomerSettingsCodec.encode(changed, sink);
        }
    }

    static TenantOpened tenantOpened(Stamp stamp, ByteSource source) {
        return new TenantOpened(stamp, Texts.read(source), source.hash());
    }

    static ApiKeyCreated apiKeyCreated(Stamp stamp, ByteSource source) {
        return new ApiKeyCreated(
                stamp, Texts.read(source), Texts.read(source), Texts.read(source), source.hash(), scopes(source));
    }

    static ApiKeyRevoked apiKeyRevoked(Stamp stamp, ByteSource source) {
        return new ApiKeyRevoked(stamp, Texts.read(source), source.u64());
    }

    static PeriodClosed periodClosed(Stamp stamp, ByteSource source) {
        return new PeriodClosed(stamp, Texts.count(source), source.varint());
    }

    static TenantSettingsChanged tenantSettingsChanged(Stamp stamp, ByteSource source) {
        int bits = source.u8();
        if (bits > TenantSettings.BITS_MAX) {
            throw new MalformedBytesException(
                    source.position() - 1, "tenant settings " + bits + "; expected 0 to " + TenantSettings.BITS_MAX);
        }
        return new TenantSettingsChanged(stamp, TenantSettings.ofBits(bits));
    }

    private static ApiKeyScopes scopes(ByteSource source) {
        int bits = source.u8();
        if (bits < 1 || bits > 3) {
            throw new MalformedBytesException(source.position() - 1, "API key scopes " + bits + "; expected 1 to 3");
        }
        return ApiKeyScopes.ofBits(bits);
    }
}
