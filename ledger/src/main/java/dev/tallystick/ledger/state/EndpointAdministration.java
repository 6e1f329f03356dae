package dev.tallystick.ledger.state;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;

/** Decides what is asked about webhook endpoints. Writer only. */
final class EndpointAdministration {
    /** Each endpoint follows the journal by itself, so that a tenant's events cost as many times as it has endpoints. */
    private static final int ENDPOINTS_MAX = 20;

    private final Directory directory;

    EndpointAdministration(Directory directory) {
        this.directory = directory;
    }

    Outcome decide(Command.AdministerEndpoint command, Group group) {
        String tenantId = command.tenantId();
        if (command instanceof Command.CreateEndpoint create) {
            return create(create, group);
        }
        Endpoints.Endpoint endpoint = directory.endpoints().byId(command.endpointId());
        if (endpoint == null || !endpoint.tenantId().equals(tenantId)) {
            return new Outcome.Refused(unknown());
        }
        Event.Stamp stamp = group.stamp(tenantId);
        return Administration.administered(
                switch (command) {
                    case Command.CreateEndpoint ignored -> throw new IllegalStateException("decided above");
                    case Command.ChangeEndpoint change ->
                        new Event.EndpointChanged(
                                stamp, change.endpointId(), change.url(), change.description(), change.state());
                    case Command.RotateEndpointSecret rotate ->
                        new Event.EndpointSecretRotated(
                                stamp, rotate.endpointId(), rotate.secret(), group.now() + rotate.overlapMillis());
                    case Command.DeleteEndpoint delete -> new Event.EndpointDeleted(stamp, delete.endpointId());
                    case Command.GiveUpDelivery give ->
                        new Event.DeliveryGivenUp(
                                stamp,
                                give.endpointId(),
                                give.webhookId(),
                                give.name(),
                                give.attempts(),
                                give.reason());
                },
                group);
    }

    private Outcome create(Command.CreateEndpoint command, Group group) {
        if (directory.tenant(command.tenantId()) == null) {
            return new Outcome.Refused(Administration.noTenant());
        }
        if (directory.endpoints().of(command.tenantId()).size() >= ENDPOINTS_MAX) {
            return new Outcome.Refused(Refusal.invalid(
                    "url", "A tenant has at most " + ENDPOINTS_MAX + " webhook endpoints. Delete one first."));
        }
        return Administration.administered(
                new Event.EndpointCreated(
                        group.stamp(command.tenantId()),
                        command.endpointId(),
                        command.url(),
                        command.description(),
                        command.secret()),
                group);
    }

    private static Refusal unknown() {
        return Refusal.of(
                RefusalCode.NOT_FOUND, "There is no webhook endpoint with this id. List the endpoints to see theirs.");
    }
}
