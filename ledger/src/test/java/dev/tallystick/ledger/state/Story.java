package dev.tallystick.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.command.Command.Idempotency;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Outcome.DeltaResult;
import dev.tallystick.ledger.outcome.Outcome.SealResult;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays a table of commands against the state machine. A row is {@code request | outcome | events | why}.
 *
 * <pre>
 *   request   [atomic] [key=K/BODY] item [; item]...     item: customer amount [ref=R] [adjusts=R or r_...] [reason=T]
 *                                                        or: bad (an item that was refused before)
 *             commit                                     the group becomes recorded, another begins
 *   outcome   one word for each item: recorded#event, repeated#event, or a refusal's code; or "refused CODE", "replayed"
 *   events    what was added to the group: customer/sequence=balance, or "answered"
 * </pre>
 *
 * Tenant {@code A} is open; its event is number 0.
 */
final class Story {
    static final long TIME = 1_767_225_600_000L;

    private final RecordedLedger ledger = new RecordedLedger();
    private final StateMachine machine;
    private Outcome last;
    private long now = TIME;
    private byte salt;

    Story() {
        machine = new StateMachine(ledger, ledger.directory(), bytes -> java.util.Arrays.fill(bytes, ++salt));
        begin();
        machine.decide(new Command.OpenTenant("A", "Acme", Hash.ZERO));
        commit();
    }

    RecordedLedger ledger() {
        return ledger;
    }

    StateMachine machine() {
        return machine;
    }

    Outcome last() {
        return last;
    }

    private void begin() {
        machine.startGroup(ledger.events().size(), now);
    }

    void commit() {
        commit(1_000);
    }

    /** The group becomes recorded, and another begins so many milliseconds later. */
    void commit(long millis) {
        ledger.apply(List.copyOf(machine.events()));
        now += millis;
        begin();
    }

    Outcome decide(Command command) {
        last = machine.decide(command);
        return last;
    }

    /** Plays the rows and checks each against its outcome and events. */
    Story play(String table) {
        for (String line : table.lines().filter(line -> !line.isBlank()).toList()) {
            String[] cells = line.split("\\|", 4);
            String request = cells[0].strip();
            if (request.equals("commit")) {
                commit();
                continue;
            }
            int before = machine.events().size();
            Outcome outcome = decide(command(request));
            assertThat(outcome(outcome)).as(line).isEqualTo(cells[1].strip());
            List<Event> added =
                    machine.events().subList(before, machine.events().size());
            assertThat(events(added)).as(line).isEqualTo(cells[2].strip());
        }
        return this;
    }

    static Command command(String request) {
        String rest = request;
        boolean atomic = rest.startsWith("atomic ");
        rest = atomic ? rest.substring("atomic ".length()) : rest;
        Idempotency idempotency = null;
        if (rest.startsWith("key=")) {
            String[] key = rest.substring(4, rest.indexOf(' ')).split("/");
            idempotency = new Idempotency(key[0], Sha256.hash(key[1].getBytes(StandardCharsets.UTF_8)));
            rest = rest.substring(rest.indexOf(' ') + 1);
        }
        String tenant = "A";
        List<DeltaRequest> items = new ArrayList<>();
        for (String item : rest.split(";")) {
            items.add(item(item.strip()));
        }
        return new Command.RecordDeltas(tenant, items, atomic, idempotency);
    }

    static DeltaRequest item(String text) {
        if (text.equals("bad")) {
            return new DeltaRequest.Invalid(Refusal.invalid("reason", "reason must be a text."), "cust", null);
        }
        String[] words = text.split(" +");
        String reference = null;
        Adjusts adjusts = null;
        String reason = "usage";
        for (int i = 2; i < words.length; i++) {
            String value = words[i].substring(words[i].indexOf('=') + 1);
            if (words[i].startsWith("ref=")) {
                reference = value;
            } else if (words[i].startsWith("reason=")) {
                reason = value;
            } else if (words[i].startsWith("adjusts=r_")) {
                adjusts = Adjusts.byRecordId(value);
            } else if (words[i].startsWith("adjusts=")) {
                adjusts = Adjusts.byReferenceId(value);
            } else {
                throw new IllegalArgumentException("unknown word " + words[i]);
            }
        }
        DeltaItem item = new DeltaItem(words[0], Amount.parse(words[1]), reason, reference, null, adjusts, null);
        return new DeltaRequest.Valid(item, ContentHash.of(item));
    }

    private static String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused refused -> "refused " + refused.refusal().code();
            case Outcome.Replayed replayed -> "replayed";
            case Outcome.Administered administered -> "administered";
            case Outcome.Checkpoints checkpoints -> results(checkpoints);
            case Outcome.Countersigned countersigned ->
                countersigned.repeated() ? "countersigned before" : "countersigned";
            case Outcome.Reported reported -> "reported#" + reported.event();
            case Outcome.Deltas deltas ->
                String.join(" ", deltas.results().stream().map(Story::result).toList());
        };
    }

    static String results(Outcome.Checkpoints checkpoints) {
        return String.join(
                " ",
                checkpoints.results().stream()
                        .map(result -> switch (result) {
                            case SealResult.Sealed sealed ->
                                "sealed#" + sealed.checkpoint().event();
                            case SealResult.Repeated repeated ->
                                "repeated#" + repeated.checkpoint().event();
                            case SealResult.Outdated ignored -> "outdated";
                        })
                        .toList());
    }

    private static String result(DeltaResult result) {
        return switch (result) {
            case DeltaResult.Recorded recorded -> "recorded#" + recorded.event();
            case DeltaResult.Repeated repeated -> "repeated#" + repeated.event();
            case DeltaResult.Refused refused -> refused.refusal().code().name();
        };
    }

    private static String events(List<Event> events) {
        List<String> words = new ArrayList<>();
        for (Event event : events) {
            words.add(
                    switch (event) {
                        case DeltaRecorded delta ->
                            delta.item().customerId() + "/" + delta.sequence() + "=" + delta.balance();
                        case RequestAnswered ignored -> "answered";
                        case Event.TenantOpened ignored -> "opened";
                        case Event.ApiKeyCreated ignored -> "created";
                        case Event.ApiKeyRevoked ignored -> "revoked";
                        case Event.CustomerKeyRegistered ignored -> "registered";
                        case Event.CustomerKeyRevoked ignored -> "customer key revoked";
                        case Event.PeriodClosed ignored -> "closed";
                        case Event.TenantSettingsChanged ignored -> "changed";
                        case Event.CheckpointSealed ignored -> "sealed";
                        case Event.CheckpointCountersigned ignored -> "countersigned";
                        case Event.EndpointEvent endpoint -> endpoint.getClass().getSimpleName();
                        case Event.DeliveryGivenUp ignored -> "given-up";
                        case Event.ComparisonReported ignored -> "reported";
                        case Event.CustomerSettingsChanged ignored -> "set";
                        case Event.LogKeyRotated rotated -> "rotated to " + rotated.newKey();
                    });
        }
        return String.join(" ", words);
    }

    /** The details of the only refusal in the last outcome. */
    Refusal refusal() {
        return switch (last) {
            case Outcome.Refused refused -> refused.refusal();
            case Outcome.Deltas deltas ->
                deltas.results().stream()
                        .filter(DeltaResult.Refused.class::isInstance)
                        .map(result -> ((DeltaResult.Refused) result).refusal())
                        .findFirst()
                        .orElseThrow();
            case Outcome.Replayed ignored -> throw new AssertionError("replayed");
            case Outcome.Administered ignored -> throw new AssertionError("administered");
            case Outcome.Checkpoints ignored -> throw new AssertionError("checkpoints");
            case Outcome.Countersigned ignored -> throw new AssertionError("countersigned");
            case Outcome.Reported ignored -> throw new AssertionError("reported");
        };
    }

    DeltaRecorded recorded(long event) {
        return ledger.record("A", event).delta();
    }

    static boolean is(Outcome outcome, RefusalCode code) {
        return outcome instanceof Outcome.Refused refused && refused.refusal().code() == code;
    }
}
