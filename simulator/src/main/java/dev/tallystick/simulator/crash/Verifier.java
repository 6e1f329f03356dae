package dev.tallystick.simulator.crash;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.simulator.load.HttpReply;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds what a server shows against everything that was sent and acknowledged. For one thread, while no client runs. */
final class Verifier {
    private final Api api;

    Verifier(Api api) {
        this.api = api;
    }

    /**
     * Checks the histories of the customers against the requests that touched them, then repeats everything acknowledged
     * and checks that nothing was stored by that.
     *
     * @return how many records there are
     */
    long verify(List<String> customers, List<Request> requests) throws IOException {
        Map<String, Row> byReference = histories(customers);
        Set<String> explained = new HashSet<>();
        for (Request request : requests) {
            if (request.isAcknowledged()) {
                acknowledged(request, byReference);
            } else {
                wholeOrNot(request, byReference);
            }
            request.items().forEach(item -> explained.add(item.referenceId()));
        }
        for (Row row : byReference.values()) {
            require(explained.contains(row.referenceId()), "no record that nobody sent", row.toString());
        }
        for (Request request : requests) {
            if (request.isAcknowledged()) {
                repeat(request);
            }
        }
        long after = histories(customers).size();
        require(after == byReference.size(), byReference.size() + " records after the repeats", after + "");
        return after;
    }

    private Map<String, Row> histories(List<String> customers) throws IOException {
        Map<String, Row> byReference = new HashMap<>();
        for (String customer : customers) {
            Amount balance = Amount.ZERO;
            long sequence = 0;
            List<Row> history = api.history(customer);
            for (Row row : history) {
                balance = balance.plus(row.delta());
                sequence++;
                require(row.sequence() == sequence, "record " + sequence + " of " + customer, row.toString());
                require(row.balance().equals(balance), "running balance " + balance, row.toString());
                Row other = byReference.put(row.referenceId(), row);
                require(other == null, "one record of " + row.referenceId(), other + " and " + row);
            }
            require(history.isEmpty() || api.contiguous(customer), "an unbroken chain of " + customer, "gaps");
        }
        return byReference;
    }

    private void acknowledged(Request request, Map<String, Row> byReference) throws IOException {
        for (Row promised : request.rows()) {
            Row found = byReference.get(promised.referenceId());
            require(found != null && found.sameRecord(promised), promised.toString(), String.valueOf(found));
        }
        Row first = request.rows().getFirst();
        Row status = api.status(first.recordId());
        require(status.sameRecord(first), first.toString(), status.toString());
    }

    private static void wholeOrNot(Request request, Map<String, Row> byReference) {
        long stored = request.items().stream()
                .filter(item -> byReference.containsKey(item.referenceId()))
                .count();
        require(
                stored == 0 || stored == request.items().size(),
                "all or nothing of the unanswered " + request,
                stored + " records of it");
    }

    private void repeat(Request request) throws IOException {
        HttpReply reply = api.send(request);
        List<Row> rows = Api.rows(request, reply);
        if (request.keyed()) {
            require(
                    "true".equals(reply.headers().get("idempotent-replayed")),
                    "Idempotent-Replayed: true for " + request,
                    reply.headers().toString());
            require(
                    Arrays.equals(reply.body(), request.reply()),
                    "the first reply, byte for byte",
                    "another reply to " + request);
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            require(
                    row.repeated() && row.sameRecord(request.rows().get(i)),
                    "a repeat of " + request.rows().get(i),
                    row.toString());
        }
    }

    private static void require(boolean condition, String expected, String found) {
        if (!condition) {
            throw new Mismatch(expected, found);
        }
    }
}
