package dev.tallystick.ledger.state;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import java.util.List;

/** Decides what operators ask, over what the directory and the group hold. Writer only. */
final class Administration {
    private final Directory directory;
    private final EndpointAdministration endpoints;
    private final CustomerAdministration customers;

    Administration(Directory directory, CustomerAdministration customers) {
        this.directory = directory;
        this.endpoints = new EndpointAdministration(directory);
        this.customers = customers;
    }

    Outcome decide(Command.Administer command, Group group) {
        return switch (command) {
            case Command.OpenTenant open -> openTenant(open, group);
            case Command.CreateApiKey create -> createApiKey(create, group);
            case Command.RotateApiKey rotate -> rotateApiKey(rotate, group);
            case Command.RevokeApiKey revoke -> revokeApiKey(revoke, group);
            case Command.AdministerEndpoint endpoint -> endpoints.decide(endpoint, group);
            case Command.CreateCustomer create -> customers.create(create, group);
            case Command.ChangeCustomer change -> customers.change(change, group);
            case Command.RotateLogKey rotate -> rotateLogKey(rotate, group);
            case Command.RegisterCustomerKey register -> registerCustomerKey(register, group);
            case Command.RevokeCustomerKey revoke -> revokeCustomerKey(revoke, group);
            case Command.ClosePeriod close -> closePeriod(close, group);
            case Command.ChangeTenantSettings change -> changeSettings(change, group);
        };
    }

    /** An event of a tenant that was never opened could be stored but not applied, so it must not come to be. */
    static Refusal noTenant() {
        return Refusal.of(RefusalCode.NOT_FOUND, "There is no such tenant on this plane. Open it first.");
    }

    private static Outcome openTenant(Command.OpenTenant command, Group group) {
        return administered(
                new Event.TenantOpened(group.stamp(command.tenantId()), command.name(), command.operatorPasswordHash()),
                group);
    }

    private Outcome createApiKey(Command.CreateApiKey command, Group group) {
        if (directory.tenant(command.tenantId()) == null) {
            return new Outcome.Refused(noTenant());
        }
        return administered(
                new Event.ApiKeyCreated(
                        group.stamp(command.tenantId()),
                        command.keyId(),
                        command.publicId(),
                        command.name(),
                        command.secretHash(),
                        command.scopes()),
                group);
    }

    private Outcome rotateApiKey(Command.RotateApiKey command, Group group) {
        Directory.ApiKey old = directory.byKeyId(command.keyId());
        String tenantId = command.replacement().tenantId();
        if (old == null || !old.created().tenantId().equals(tenantId)) {
            return new Outcome.Refused(unknownApiKey());
        }
        if (old.revoked() || group.revokes(command.keyId())) {
            return new Outcome.Refused(
                    Refusal.invalid("id", "This API key is rotated or revoked already. Create a new one instead."));
        }
        Outcome created = createApiKey(command.replacement(), group);
        group.add(new Event.ApiKeyRevoked(group.stamp(tenantId), command.keyId(), group.now() + command.graceMillis()));
        return created;
    }

    private static Refusal unknownApiKey() {
        return Refusal.of(RefusalCode.NOT_FOUND, "There is no API key with this id. List the keys to see theirs.");
    }

    private Outcome revokeApiKey(Command.RevokeApiKey command, Group group) {
        Directory.ApiKey key = directory.byKeyId(command.keyId());
        if (key == null || !key.created().tenantId().equals(command.tenantId())) {
            return new Outcome.Refused(unknownApiKey());
        }
        long effectiveAt = Math.min(key.revokedFrom(), group.now() + command.graceMillis());
        return administered(
                new Event.ApiKeyRevoked(group.stamp(command.tenantId()), command.keyId(), effectiveAt), group);
    }

    private Outcome rotateLogKey(Command.RotateLogKey command, Group group) {
        if (directory.tenant(command.tenantId()) == null) {
            return new Outcome.Refused(noTenant());
        }
        List<Event.LogKeyRotated> known = directory.logKeyRotations();
        if (!known.isEmpty() && !known.getLast().newKey().equals(command.oldKey())) {
            return new Outcome.Refused(
                    Refusal.invalid("oldKey", "The log has another key by now. Ask for its key and try again."));
        }
        return administered(
                new Event.LogKeyRotated(
                        group.stamp(command.tenantId()), command.oldKey(), command.newKey(), command.signature()),
                group);
    }

    private Outcome registerCustomerKey(Command.RegisterCustomerKey command, Group group) {
        AccountKey customer = new AccountKey(command.tenantId(), command.customerId());
        if (group.account(customer) == null) {
            return new Outcome.Refused(Refusal.of(
                    RefusalCode.CUSTOMER_NOT_FOUND,
                    "There is no customer with this id. A customer comes into being with its first delta."));
        }
        for (Event.CustomerKeyRegistered earlier : directory.customerKeys(customer)) {
            if (earlier.key().key().equals(command.key().key())
                    && group.customerKeyRevoked(earlier.keyId(), directory) != null) {
                return new Outcome.Refused(
                        Refusal.invalid("key", "This key was revoked, which is for good. Register another one."));
            }
            if (earlier.key().equals(command.key())) {
                return new Outcome.Administered(earlier);
            }
        }
        return administered(
                new Event.CustomerKeyRegistered(
                        group.stamp(command.tenantId()), command.customerId(), command.keyId(), command.key()),
                group);
    }

    private Outcome revokeCustomerKey(Command.RevokeCustomerKey command, Group group) {
        Event.CustomerKeyRegistered key = directory.customerKey(command.keyId());
        if (key == null
                || !key.tenantId().equals(command.tenantId())
                || !key.customerId().equals(command.customerId())) {
            return new Outcome.Refused(Refusal.of(
                    RefusalCode.NOT_FOUND, "This customer has no key with this id. List its keys to see theirs."));
        }
        Event.CustomerKeyRevoked earlier = group.customerKeyRevoked(command.keyId(), directory);
        if (earlier != null) {
            return new Outcome.Administered(earlier);
        }
        return administered(
                new Event.CustomerKeyRevoked(group.stamp(command.tenantId()), command.customerId(), command.keyId()),
                group);
    }

    private Outcome closePeriod(Command.ClosePeriod command, Group group) {
        if (directory.tenant(command.tenantId()) == null) {
            return new Outcome.Refused(noTenant());
        }
        if (directory.closedMonth(command.tenantId()) >= command.month()) {
            return new Outcome.Refused(Refusal.invalid("month", "This month or a later one is closed already."));
        }
        return administered(
                new Event.PeriodClosed(group.stamp(command.tenantId()), command.month(), command.checkpoints()), group);
    }

    private Outcome changeSettings(Command.ChangeTenantSettings command, Group group) {
        if (directory.tenant(command.tenantId()) == null) {
            return new Outcome.Refused(noTenant());
        }
        return administered(
                new Event.TenantSettingsChanged(group.stamp(command.tenantId()), command.settings()), group);
    }

    static Outcome administered(Event event, Group group) {
        group.add(event);
        return new Outcome.Administered(event);
    }
}
