package dev.tallystick.server.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.ledger.state.LookedUp;
import dev.tallystick.ledger.state.StateMachine;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What deciding looked up only saves time: it may be left out, be outdated or belong to another delta. */
final class LookedUpTest {
    private static final String TENANT = "ten_aaaaaaaaaaaa";
    private static final int GENERATION_ROWS = 4;
    private static final int CACHED_ACCOUNTS = 4;
    private static final int CUSTOMERS = 9;

    @TempDir
    private Path folder;

    private final List<Event> events = new ArrayList<>();
    private final List<LookedUp> found = new ArrayList<>();
    private LedgerIndex index;
    private StateMachine machine;

    @BeforeEach
    void open() {
        Directory directory = new Directory();
        index = LedgerIndex.open(folder.resolve("index"), this::event, directory, GENERATION_ROWS, CACHED_ACCOUNTS);
        machine = new StateMachine(index.view(), directory, new Random(1)::nextBytes);
        machine.startGroup(0, 1_000);
        machine.decide(new Command.OpenTenant(TENANT, "Tenant", Hash.ZERO));
        keepDecided();
        apply(events.size());
    }

    @AfterEach
    void close() {
        index.close();
    }

    private Event event(long number) {
        return events.get((int) number);
    }

    private void keepDecided() {
        events.addAll(machine.events());
        found.addAll(machine.lookedUp());
    }

    private void apply(int to) {
        for (int number = (int) index.nextEvent(); number < to; number++) {
            index.apply(number, events.get(number), found.get(number));
        }
        index.endGroup();
    }

    /** A delta each of two customers, who come again only after some generations: by then they have left the heap. */
    private static Command deltas(int group, int firstCustomer) {
        return new Command.RecordDeltas(
                TENANT,
                IntStream.range(0, 2)
                        .mapToObj(i -> delta("cust_" + (firstCustomer + i) % CUSTOMERS, group))
                        .toList(),
                false,
                null);
    }

    private static DeltaRequest delta(String customer, int group) {
        String reference = group % 4 == 3 ? null : "group-" + group;
        DeltaItem item = new DeltaItem(customer, Amount.of(group + 1), "usage", reference, null, null, null);
        return new DeltaRequest.Valid(item, ContentHash.of(item, new ByteSink(512)));
    }

    /** Every group is decided while the one before is not applied; meanwhile accounts leave the heap for the disk. */
    private void recordOverlapping() {
        machine.startGroup(events.size(), 1_000);
        for (int group = 0; group < 100; group++) {
            machine.decide(deltas(group, 2 * group));
            int before = events.size();
            keepDecided();
            apply(before);
            machine.previousApplied();
            machine.startGroupBehind(1_000 + group);
        }
        apply(events.size());
    }

    private Hash digestOfReplay(String name, List<LookedUp> with) {
        try (LedgerIndex replayed = LedgerIndex.open(
                folder.resolve(name), this::event, new Directory(), GENERATION_ROWS, CACHED_ACCOUNTS)) {
            for (int number = 0; number < events.size(); number++) {
                replayed.apply(number, events.get(number), with.get(number));
            }
            replayed.endGroup();
            return replayed.digest();
        }
    }

    @Test
    void groupsDecidedBeforeAccountsLeftTheHeapAreAppliedAsInAReplay() {
        recordOverlapping();

        for (int customer = 0; customer < CUSTOMERS; customer++) {
            AccountKey key = new AccountKey(TENANT, "cust_" + customer);
            assertThat(index.reader().account(key)).isEqualTo(index.view().account(key));
        }
        List<LookedUp> nothing = events.stream().map(event -> LookedUp.NOTHING).toList();
        assertThat(index.digest()).isEqualTo(digestOfReplay("replayed", nothing));
    }

    @Test
    void whatBelongsToAnotherDeltaIsNotUsed() {
        recordOverlapping();

        List<LookedUp> shifted = new ArrayList<>(found.subList(1, found.size()));
        shifted.add(LookedUp.NOTHING);
        assertThat(events.getLast()).isInstanceOf(DeltaRecorded.class);
        assertThat(digestOfReplay("shifted", shifted)).isEqualTo(index.digest());
    }
}
