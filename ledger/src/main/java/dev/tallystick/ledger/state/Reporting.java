package dev.tallystick.ledger.state;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;

/** Decides whether a comparison's report is put on record. Writer only. */
final class Reporting {
    private Reporting() {}

    static Outcome decide(Command.ReportComparison command, Group group) {
        if (group.account(new AccountKey(command.tenantId(), command.customerId())) == null) {
            return new Outcome.Refused(Refusal.of(
                    RefusalCode.CUSTOMER_NOT_FOUND,
                    "There is no customer with this id. A customer comes into being with its first delta."));
        }
        long number = group.nextEvent();
        Event.ComparisonReported reported = new Event.ComparisonReported(
                group.stamp(command.tenantId()), command.customerId(), command.reportHash());
        group.add(reported);
        return new Outcome.Reported(number, reported);
    }
}
