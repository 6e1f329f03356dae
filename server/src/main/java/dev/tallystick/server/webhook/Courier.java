package dev.tallystick.server.webhook;

import dev.tallystick.ledger.event.SealedSecret;
import dev.tallystick.ledger.state.Endpoints.Endpoint;
import dev.tallystick.server.sequencer.PlaneName;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes single attempts to tell one endpoint something: signs and sends. Thread-safe. */
final class Courier implements AutoCloseable {
    private final HookClient client;
    private final SecretVault vault;
    private final Timer timer;
    private final PlaneName plane;
    private volatile @Nullable Keys keys;

    Courier(HookClient client, SecretVault vault, Timer timer, PlaneName plane) {
        this.client = client;
        this.vault = vault;
        this.timer = timer;
        this.plane = plane;
    }

    /** Opened secrets of an endpoint as it stood. */
    private record Keys(
            Endpoint endpoint,
            URI url,
            Signer current,
            @Nullable Signer previous) {
        List<Signer> at(long now) {
            Signer second = previous;
            return second == null || now >= endpoint.overlapUntil() ? List.of(current) : List.of(current, second);
        }
    }

    Answer send(Endpoint endpoint, Notice notice) {
        Keys with;
        try {
            with = keys(endpoint);
        } catch (IllegalStateException e) {
            System.getLogger(Courier.class.getName()).log(System.Logger.Level.ERROR, e.getMessage());
            return Answer.none("Not sent: the server cannot read the endpoint's secret.");
        }
        byte[] body = notice.body(plane);
        String headers = Signatures.headers(with.at(timer.now()), notice.id(), notice.name(), timer.now(), body);
        return client.post(with.url(), headers, body);
    }

    private Keys keys(Endpoint endpoint) {
        Keys known = keys;
        if (known == null || !known.endpoint().equals(endpoint)) {
            known = new Keys(
                    endpoint,
                    URI.create(endpoint.url()),
                    signer(endpoint, endpoint.secret()),
                    endpoint.previousSecret() == null ? null : signer(endpoint, endpoint.previousSecret()));
            keys = known;
        }
        return known;
    }

    private Signer signer(Endpoint endpoint, SealedSecret secret) {
        return new Signer(vault.open(secret, endpoint.tenantId(), endpoint.id()));
    }

    @Override
    public void close() {
        client.close();
    }
}
