package dev.tallystick.simulator.crash;

import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.simulator.load.HttpReply;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One of the parallel clients: sends requests until the server is gone, and repeats what it never got an answer to. */
final class Client implements Runnable {
    private static final int BATCH_MAX = 40;
    private static final int HEAD_EVERY = 4;

    private final String name;
    private final List<String> customers;
    private final Random random;
    private final List<Request> requests = new ArrayList<>();
    private final ArrayDeque<Request> unanswered = new ArrayDeque<>();
    private int port;
    private String apiKey = "";
    private CountDownLatch acknowledgements = new CountDownLatch(0);
    private int references;
    private volatile @Nullable IOException lastEnd;
    private @Nullable RuntimeException failure;
    private @Nullable SignedHead newestHead;

    Client(String name, List<String> customers, long seed) {
        this.name = name;
        this.customers = customers;
        this.random = new Random(seed);
    }

    /**
     * Says what to load next.
     *
     * @param answers counted down with each acknowledged request
     */
    void target(int serverPort, String key, CountDownLatch answers) {
        port = serverPort;
        apiKey = key;
        acknowledgements = answers;
    }

    /** Everything it ever sent, oldest first; only while it does not run. */
    List<Request> requests() {
        return requests;
    }

    /** How its last run ended. */
    String lastEnd() {
        return String.valueOf(lastEnd);
    }

    void requireNoFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void run() {
        try (Api api = new Api(port, apiKey)) {
            while (true) {
                Request request = unanswered.isEmpty() ? next() : unanswered.peek();
                HttpReply reply = api.send(request);
                List<Row> rows = Api.rows(request, reply);
                requireEcho(request, rows);
                request.acknowledged(rows, reply.body());
                unanswered.remove();
                if (random.nextInt(HEAD_EVERY) == 0) {
                    remember(api.head(), rows);
                }
                acknowledgements.countDown();
            }
        } catch (IOException e) {
            // The server was killed: what is unanswered stays so until the next round.
            lastEnd = e;
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** A head that was handed out must be a prefix of every later one; and it covers what was acknowledged before. */
    private void remember(SignedHead head, List<Row> rows) {
        for (Row row : rows) {
            long event = StoredDelta.eventOf(row.recordId());
            if (event >= head.head().size()) {
                throw new Mismatch(
                        "a head that covers " + row,
                        "one of size " + head.head().size());
            }
        }
        newestHead = head;
    }

    /** The newest head it was handed, or null; only while it does not run. */
    @Nullable
    SignedHead newestHead() {
        return newestHead;
    }

    private Request next() {
        boolean single = random.nextInt(3) == 0;
        int count = single ? 1 : 1 + random.nextInt(BATCH_MAX);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long cents = 1L + random.nextInt(100_000);
            items.add(new Item(
                    customers.get(random.nextInt(customers.size())),
                    name + "-" + references++,
                    Amount.ofUnscaled(random.nextBoolean() ? cents : -cents, 2)));
        }
        String key = random.nextInt(3) == 0 ? name + "-key-" + references : null;
        Request request = new Request(items, !single && random.nextBoolean(), key);
        requests.add(request);
        unanswered.add(request);
        return request;
    }

    private static void requireEcho(Request request, List<Row> rows) {
        for (int i = 0; i < rows.size(); i++) {
            Item item = request.items().get(i);
            Row row = rows.get(i);
            if (!row.referenceId().equals(item.referenceId())
                    || !row.customerId().equals(item.customerId())
                    || !row.delta().equals(item.delta())) {
                throw new Mismatch("a record of " + item, row.toString());
            }
        }
    }
}
