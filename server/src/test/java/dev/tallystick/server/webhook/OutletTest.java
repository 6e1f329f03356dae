package dev.tallystick.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tallystick.ledger.event.EndpointState;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.state.Endpoints.Endpoint;
import dev.tallystick.server.journal.JournalDamaged;
import dev.tallystick.server.sequencer.RecordUnreadableException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjLongConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutletTest {
    private static final long SECONDS = 20;

    /** A worker is held up after its lane was parked; meanwhile an operator has it tried again, on another worker. */
    @Test
    void aLaneIsOneWorkersAtATime(@TempDir Path folder) throws Exception {
        CountDownLatch disabling = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger requests = new AtomicInteger();
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Receiver receiver = new Receiver();
                HookedPlane hooked = new HookedPlane(folder);
                ExecutorService workers = Executors.newCachedThreadPool()) {
            hooked.endpoint("webhook_a", receiver.url());
            Endpoint endpoint = hooked.endpoint("webhook_a");
            receiver.answering(request -> {
                if (requests.getAndIncrement() == 0) {
                    return Receiver.status(410);
                }
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                arrived.countDown();
                await(answers);
                underWay.decrementAndGet();
                return Receiver.OK;
            });
            Outlet outlet = new Outlet(
                    endpoint,
                    OutletState.fresh(hooked.webhooks.feed().nextEvent()),
                    List.of(),
                    hooked.webhooks.feed(),
                    hooked.gear(workers).courier(hooked.plane.name()),
                    new Desk(endpoint, disabling, mayGoOn),
                    hooked.gear(task -> {
                        running.incrementAndGet();
                        workers.execute(() -> {
                            task.run();
                            running.decrementAndGet();
                        });
                    }));
            List<Notice> notices =
                    IntStream.range(0, 3).mapToObj(OutletTest::notice).toList();
            outlet.offer(notices.get(0));
            await(disabling);
            outlet.offer(notices.get(1));
            outlet.offer(notices.get(2));
            outlet.retry(notices.get(0), -1, 0);
            await(arrived);

            mayGoOn.countDown();
            awaitOneOf(running, most);
            outlet.pump();
            awaitOneOf(running, most);
            answers.countDown();
            workers.shutdown();
            assertThat(workers.awaitTermination(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(most.get()).isEqualTo(1);
        }
    }

    @Test
    void aRecordThatCannotBeRead_holdsUpOnlyWhatComesAfterIt(@TempDir Path folder) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        AtomicInteger reads = new AtomicInteger();
        EventSource damaged = new EventSource() {
            @Override
            public long nextEvent() {
                return 5;
            }

            @Override
            public Event event(long number) {
                reads.incrementAndGet();
                throw new RecordUnreadableException(new JournalDamaged(Path.of("0.journal"), 1, "this", "that"));
            }

            @Override
            public void events(long from, long to, ObjLongConsumer<Event> visitor) {
                visitor.accept(event(from), from);
            }
        };
        try (Receiver receiver = new Receiver();
                HookedPlane hooked = new HookedPlane(folder);
                ExecutorService workers = Executors.newCachedThreadPool()) {
            hooked.endpoint("webhook_a", receiver.url());
            Endpoint endpoint = hooked.endpoint("webhook_a");
            receiver.answering(request -> {
                arrived.countDown();
                return Receiver.OK;
            });
            Outlet outlet = new Outlet(
                    endpoint,
                    OutletState.fresh(0),
                    List.of(),
                    new NoticeFeed(damaged, "origin", Notices.Beginnings.of(hooked.plane)),
                    hooked.gear(workers).courier(hooked.plane.name()),
                    new Desk(endpoint, new CountDownLatch(0), new CountDownLatch(0)),
                    hooked.gear(workers));
            assertThatCode(outlet::pump).doesNotThrowAnyException();
            assertThat(outlet.hasNews())
                    .as("it is not asked again at every look at the journal")
                    .isFalse();
            outlet.offer(notice(0));
            await(arrived);
            assertThat(reads).hasPositiveValue();
        }
    }

    private static Notice notice(int number) {
        return new Notice("evt_1_x" + number, HookedPlane.TENANT, "compare.diverged", "acme", 1, new Notice.Json("{}"));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Until all workers but the one that waits for its answer have ended, or a second one came to wait as well. */
    private static void awaitOneOf(AtomicInteger running, AtomicInteger most) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (running.get() > 1 && most.get() < 2) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** A plane that takes long to disable an endpoint. */
    private record Desk(Endpoint endpoint, CountDownLatch disabling, CountDownLatch mayGoOn) implements OutletDesk {
        @Override
        public Endpoint endpoint(String id) {
            return endpoint;
        }

        @Override
        public void attempted(
                Endpoint to, Notice notice, boolean fresh, Delivery.Attempt attempt, Delivery.Status now, long next) {}

        @Override
        public void keep(String endpointId, Pending published) {}

        @Override
        public void settled(String endpointId, Pending published) {}

        @Override
        public boolean givenUp(Endpoint to, Notice notice, int attempts, String reason) {
            return true;
        }

        @Override
        public void disable(Endpoint to, EndpointState state) {
            disabling.countDown();
            await(mayGoOn);
        }
    }
}
