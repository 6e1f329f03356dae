package dev.tallystick.server.closing;

import dev.tallystick.ledger.checkpoint.SealRequest;
import dev.tallystick.ledger.checkpoint.WindowPreparation;
import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Outcome.SealResult;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneBusyException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Seals checkpoints: looks at the windows on the calling thread, hands what it found to the writer, and looks again where
 * too much was recorded meanwhile. Any thread.
 */
public final class Sealer {
    /** Customers listed at once; a page costs as much as all the names before it. */
    private static final int PAGE = 2_000;

    /** Checkpoints the writer is asked for at once: few enough that it is never held up for long. */
    private static final int SEALED_AT_ONCE = 200;

    /** So often a window is looked at again: each time only what is new is read. */
    private static final int ATTEMPTS_MAX = 50;

    private final Plane plane;

    public Sealer(Plane plane) {
        this.plane = plane;
    }

    /**
     * A checkpoint that was asked for.
     *
     * @param repeated whether it had been sealed before
     */
    public record Answer(StoredCheckpoint checkpoint, boolean repeated) {}

    /** Seals one customer's window. */
    public Answer seal(AccountHead head, long start, long end) {
        return seal(head.key().tenantId(), WindowPreparation.prepare(plane.reader(), head, start, end));
    }

    /** Seals what has been looked at. */
    public Answer seal(String tenantId, SealRequest request) {
        List<Answer> answers = new ArrayList<>(1);
        submit(tenantId, List.of(request), answers::add);
        return answers.getFirst();
    }

    /**
     * Seals a window for every customer of a tenant with records in it.
     *
     * @param each receives the checkpoints, in the order of the customers' ids
     */
    public void sealAll(String tenantId, long start, long end, Consumer<Answer> each) {
        catchUp(tenantId);
        LedgerReader reader = plane.reader();
        List<SealRequest> requests = new ArrayList<>();
        eachIn(tenantId, start, end, head -> {
            requests.add(WindowPreparation.prepare(reader, head, start, end));
            if (requests.size() == SEALED_AT_ONCE) {
                submit(tenantId, requests, each);
                requests.clear();
            }
        });
        submit(tenantId, requests, each);
    }

    /**
     * Returns once the reader shows all that the writer had been handed before: a group that is still being stored may
     * hold the first record of a customer.
     */
    void catchUp(String tenantId) {
        ask(tenantId, List.of());
    }

    /** How many customers have records in the window. */
    long countIn(String tenantId, long start, long end) {
        long[] count = new long[1];
        eachIn(tenantId, start, end, head -> count[0]++);
        return count[0];
    }

    private void eachIn(String tenantId, long start, long end, Consumer<AccountHead> each) {
        LedgerReader reader = plane.reader();
        String last = "";
        long offset = 0;
        for (List<AccountHead> page = page(tenantId, offset); !page.isEmpty(); page = page(tenantId, offset)) {
            for (AccountHead head : page) {
                String customerId = head.key().customerId();
                // A customer that came meanwhile moves those behind it onto the next page, so some are met twice.
                if (customerId.compareTo(last) > 0
                        && reader.before(head, start).sequence()
                                < reader.before(head, end).sequence()) {
                    each.accept(head);
                }
                last = customerId.compareTo(last) > 0 ? customerId : last;
            }
            offset += page.size();
        }
    }

    private List<AccountHead> page(String tenantId, long offset) {
        return plane.reader().accounts(tenantId, "", offset, PAGE).accounts();
    }

    private void submit(String tenantId, List<SealRequest> requests, Consumer<Answer> each) {
        if (requests.isEmpty()) {
            return;
        }
        List<SealResult> results = ask(tenantId, requests);
        for (int i = 0; i < results.size(); i++) {
            Answer answer = answer(results.get(i));
            each.accept(answer != null ? answer : retried(tenantId, requests.get(i)));
        }
    }

    private Answer retried(String tenantId, SealRequest first) {
        SealRequest request = first;
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            AccountHead head = plane.reader().account(new AccountKey(tenantId, request.customerId()));
            if (head != null) {
                request = WindowPreparation.again(plane.reader(), head, request);
                Answer answer = answer(ask(tenantId, List.of(request)).getFirst());
                if (answer != null) {
                    return answer;
                }
            }
        }
        throw new PlaneBusyException("Customer " + first.customerId()
                + " records faster than its window can be sealed. Nothing of it was stored; try again shortly.");
    }

    private static @Nullable Answer answer(SealResult result) {
        return switch (result) {
            case SealResult.Sealed sealed -> new Answer(sealed.checkpoint(), false);
            case SealResult.Repeated repeated -> new Answer(repeated.checkpoint(), true);
            case SealResult.Outdated ignored -> null;
        };
    }

    private List<SealResult> ask(String tenantId, List<SealRequest> requests) {
        Outcome outcome = plane.submit(new Command.SealCheckpoints(tenantId, List.copyOf(requests)));
        return switch (outcome) {
            case Outcome.Checkpoints checkpoints -> checkpoints.results();
            case Outcome.Refused refused -> throw new RefusedException(refused.refusal());
            case Outcome.Deltas ignored -> throw unexpected(outcome);
            case Outcome.Replayed ignored -> throw unexpected(outcome);
            case Outcome.Administered ignored -> throw unexpected(outcome);
            case Outcome.Countersigned ignored -> throw unexpected(outcome);
            case Outcome.Reported ignored -> throw unexpected(outcome);
        };
    }

    private static IllegalStateException unexpected(Outcome outcome) {
        return new IllegalStateException(
                "sealing came out as " + outcome.getClass().getSimpleName());
    }
}
