package dev.tallystick.server.index;

import dev.tallystick.ledger.checkpoint.SealRequest;
import dev.tallystick.ledger.checkpoint.WindowPreparation;
import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.command.Command.Idempotency;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.UtcMonth;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.ledger.state.LookedUp;
import dev.tallystick.ledger.state.StateMachine;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A writer with its index: random groups of commands, decided over the index and applied to it. The list is the journal. */
final class Recording implements AutoCloseable {
    static final List<String> TENANTS = List.of("ten_aaaaaaaaaaaa", "ten_bbbbbbbbbbbb");
    /** Few, so that accounts are dropped from the heap and found on disk again. */
    private static final int CACHED_ACCOUNTS = 4;

    private static final int DAY = 86_400_000;

    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final Random random;
    private final int generationRows;
    private Path folder;
    private Directory directory;
    private LedgerIndex index;
    private StateMachine machine;
    private long now = Instant.parse("2025-11-29T22:00:00Z").toEpochMilli();

    Recording(Path folder, long seed, int generationRows) {
        this.random = new Random(seed);
        this.generationRows = generationRows;
        open(folder);
        group(TENANTS.stream()
                .map(tenant -> (Command) new Command.OpenTenant(tenant, tenant, Hash.ZERO))
                .toList());
    }

    List<Event> events() {
        return events;
    }

    LedgerIndex index() {
        return index;
    }

    Directory directory() {
        return directory;
    }

    /** Opens the index of a folder and brings it up to what has been recorded. */
    void open(Path where) {
        folder = where;
        directory = new Directory();
        index = LedgerIndex.open(folder, this::event, directory, generationRows, CACHED_ACCOUNTS);
        machine = new StateMachine(index.view(), directory, random::nextBytes);
        replay(index, events);
    }

    Event event(long number) {
        return events.get((int) number);
    }

    /** Applies what an index lacks, in groups of five. */
    static void replay(LedgerIndex index, List<Event> events) {
        for (long number = index.nextEvent(); number < events.size(); number++) {
            index.apply(number, events.get((int) number));
            if (number % 5 == 0 || number == events.size() - 1) {
                index.endGroup();
            }
        }
    }

    void reopen() {
        index.close();
        open(folder);
    }

    void group(List<Command> commands) {
        machine.startGroup(events.size(), now);
        commands.forEach(machine::decide);
        long number = events.size();
        events.addAll(List.copyOf(machine.events()));
        for (LookedUp found : machine.lookedUp()) {
            index.apply(number, event(number), found);
            number++;
        }
        index.endGroup();
    }

    /** A group of random commands, some time after the one before. */
    void step() {
        now += switch (random.nextInt(7)) {
            case 0, 1 -> 0;
            case 2 -> 1;
            case 3 -> random.nextInt(DAY);
            case 4 -> DAY - Math.floorMod(now, DAY);
            case 5 -> DAY - 1 - Math.floorMod(now, DAY);
            default -> random.nextInt(20) * (long) DAY;
        };
        List<Command> commands = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            commands.add(command());
        }
        group(commands);
    }

    private Command command() {
        return random.nextInt(4) == 0 ? sealing() : recording();
    }

    /** Seals a window of some customers: a month, part of one, or several. */
    private Command sealing() {
        String tenant = TENANTS.get(random.nextInt(2));
        int month = UtcMonth.of(now) - random.nextInt(3);
        long start = UtcMonth.start(month) + (random.nextInt(3) == 0 ? random.nextInt(20) * (long) DAY : 0);
        long end = random.nextInt(3) == 0
                ? start + (1 + random.nextInt(60)) * (long) DAY
                : UtcMonth.start(UtcMonth.of(start) + 1);
        List<SealRequest> requests = new ArrayList<>();
        for (AccountHead head :
                index.reader().accounts(tenant, "", random.nextInt(3), 3).accounts()) {
            requests.add(WindowPreparation.prepare(index.reader(), head, start, end));
        }
        return new Command.SealCheckpoints(tenant, requests);
    }

    private Command recording() {
        List<DeltaRequest> deltas = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            deltas.add(delta());
        }
        String body = "body" + random.nextInt(2);
        Idempotency idempotency = random.nextInt(3) > 0
                ? null
                : new Idempotency(
                        "key" + random.nextInt(6),
                        Hash.parse("0x" + (body.hashCode() % 2 == 0 ? "aa" : "bb").repeat(32)));
        return new Command.RecordDeltas(TENANTS.get(random.nextInt(2)), deltas, random.nextBoolean(), idempotency);
    }

    private DeltaRequest delta() {
        String customer = (random.nextBoolean() ? "cust_" : "Kunde.") + random.nextInt(9);
        String reference = random.nextInt(3) == 0 ? null : "ref" + random.nextInt(40);
        Amount amount = Amount.parse(random.nextInt(400) - 200 + "." + random.nextInt(10));
        Adjusts adjusts = random.nextInt(4) > 0
                ? null
                : random.nextBoolean()
                        ? Adjusts.byReferenceId("ref" + random.nextInt(40))
                        : Adjusts.byRecordId(StoredDelta.recordId(random.nextInt(events.size())));
        Instant occurredAt = random.nextInt(3) > 0
                ? null
                : Instant.ofEpochMilli(now
                        - (random.nextBoolean()
                                ? random.nextInt(3 * DAY)
                                : random.nextInt(40) * (long) DAY + random.nextInt(2)));
        DeltaItem item = new DeltaItem(customer, amount, "usage", reference, null, adjusts, occurredAt);
        return new DeltaRequest.Valid(item, ContentHash.of(item));
    }

    @Override
    public void close() {
        index.close();
    }
}
