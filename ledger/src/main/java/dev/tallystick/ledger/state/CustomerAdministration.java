package dev.tallystick.ledger.state;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.CustomerSettings;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.CustomerSettingsChanged;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides what operators set for customers. Writer only. */
final class CustomerAdministration {
    /** Settings are held in memory, some 300 bytes each: this bounds a tenant to 30 MB. */
    private static final int CUSTOMERS_MAX = 100_000;

    private final Directory directory;

    CustomerAdministration(Directory directory) {
        this.directory = directory;
    }

    /** What is set for a customer, as of the group; null if nothing is. */
    @Nullable
    CustomerSettings settings(AccountKey key, Group group) {
        CustomerSettingsChanged changed = changed(key, group);
        return changed == null ? null : changed.settings();
    }

    private @Nullable CustomerSettingsChanged changed(AccountKey key, Group group) {
        CustomerSettingsChanged pending = group.customer(key);
        return pending != null ? pending : directory.customer(key);
    }

    Outcome create(Command.CreateCustomer command, Group group) {
        AccountKey key = new AccountKey(command.tenantId(), command.customerId());
        CustomerSettingsChanged earlier = changed(key, group);
        if (earlier != null) {
            return earlier.settings().equals(command.settings())
                    ? new Outcome.Administered(earlier)
                    : new Outcome.Refused(taken(key, "was created before with other settings"));
        }
        if (group.account(key) != null) {
            return new Outcome.Refused(taken(key, "exists already, made by its first delta"));
        }
        return set(key, command.settings(), group);
    }

    Outcome change(Command.ChangeCustomer command, Group group) {
        AccountKey key = new AccountKey(command.tenantId(), command.customerId());
        CustomerSettings known = settings(key, group);
        if (known == null && group.account(key) == null) {
            return new Outcome.Refused(Refusal.of(
                    RefusalCode.CUSTOMER_NOT_FOUND,
                    "There is no customer with this id. Create it, or record its first delta."));
        }
        CustomerSettings before = known == null ? CustomerSettings.UNSET : known;
        CustomerSettings after = new CustomerSettings(
                changed(before.displayName(), command.displayName()),
                Objects.requireNonNullElse(command.eventCadence(), before.eventCadence()),
                changed(before.unitLabel(), command.unitLabel()),
                Objects.requireNonNullElse(command.sharingStateHint(), before.sharingStateHint()));
        return set(key, after, group);
    }

    private static @Nullable String changed(@Nullable String before, @Nullable String wanted) {
        if (wanted == null) {
            return before;
        }
        return wanted.isEmpty() ? null : wanted;
    }

    private Outcome set(AccountKey key, CustomerSettings settings, Group group) {
        if (directory.tenant(key.tenantId()) == null) {
            return new Outcome.Refused(Administration.noTenant());
        }
        if (changed(key, group) == null && isFull(key.tenantId(), group)) {
            return new Outcome.Refused(Refusal.invalid(
                    "customerId",
                    "A tenant may have settings for at most " + CUSTOMERS_MAX
                            + " customers. Change those of another one; customers without settings are not counted."));
        }
        Event event = new CustomerSettingsChanged(group.stamp(key.tenantId()), key.customerId(), settings);
        group.add(event);
        return new Outcome.Administered(event);
    }

    private boolean isFull(String tenantId, Group group) {
        return directory.customerCount(tenantId) + group.customers() >= CUSTOMERS_MAX;
    }

    private static Refusal taken(AccountKey key, String why) {
        return new Refusal(
                RefusalCode.REFERENCE_CONFLICT,
                "The customer '" + key.customerId() + "' " + why + ". Nothing was changed. Send PATCH"
                        + " /dashboard/customers/" + key.customerId() + " to change its settings.",
                Map.of("field", "customerId", "customerId", key.customerId()));
    }
}
