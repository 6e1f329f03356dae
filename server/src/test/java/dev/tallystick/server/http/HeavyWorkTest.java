package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.server.config.HeavyWorkLimits;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeavyWorkTest {
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void end() {
        goOn.countDown();
        requests.close();
    }

    private static HeavyWork work(long waitMillis) {
        return new HeavyWork(new HeavyWorkLimits(1, waitMillis, 10));
    }

    /** Occupies the only thread until {@link #goOn}. */
    private Future<String> occupy(HeavyWork heavy) throws InterruptedException {
        Future<String> first = requests.submit(() -> heavy.run(() -> {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "done";
        }));
        begun.await();
        return first;
    }

    @Test
    void runsOnAPlatformThread_whichHoldsNoCarrier() throws InterruptedException, ExecutionException {
        HeavyWork heavy = work(60_000);
        Thread thread = requests.submit(() -> heavy.run(Thread::currentThread)).get();
        assertThat(thread.isVirtual()).isFalse();
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).startsWith("heavy-work-");
    }

    @Test
    void isDoneByNoMoreThreadsThanAllowed() {
        HeavyWork heavy = new HeavyWork(new HeavyWorkLimits(2, 60_000, 10));
        assertThat(IntStream.range(0, 50)
                        .mapToObj(i -> requests.submit(() -> heavy.run(Thread::currentThread)))
                        .map(HeavyWorkTest::got)
                        .collect(Collectors.toSet()))
                .hasSizeLessThanOrEqualTo(2);
    }

    private static Thread got(Future<Thread> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void throwsWhatTheWorkThrows() {
        HeavyWork heavy = work(60_000);
        RuntimeException refusal = Problem.invalid("field", "no").toException();
        assertThatThrownBy(() -> heavy.run(() -> {
                    throw refusal;
                }))
                .isSameAs(refusal);
        AssertionError error = new AssertionError("no");
        assertThatThrownBy(() -> heavy.run(() -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void whatCannotBeginInTime_isAnswered503_andNeverDone() throws InterruptedException, ExecutionException {
        HeavyWork heavy = work(1);
        Future<String> first = occupy(heavy);
        AtomicBoolean ran = new AtomicBoolean();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> heavy.run(() -> ran.getAndSet(true)))
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(503));
        goOn.countDown();
        assertThat(first.get()).isEqualTo("done");
        // What comes later is done later, so whatever was still waiting has been done by then.
        awaitOneMore(heavy);
        assertThat(ran).isFalse();
    }

    private static void awaitOneMore(HeavyWork heavy) {
        while (true) {
            try {
                assertThat(heavy.run(() -> "the next")).isEqualTo("the next");
                return;
            } catch (ProblemException e) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void interruptedWhileItWaits_isDropped() throws InterruptedException, ExecutionException {
        HeavyWork heavy = work(60_000);
        Future<String> first = occupy(heavy);
        AtomicBoolean ran = new AtomicBoolean();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread second = Thread.ofVirtual().start(() -> {
            try {
                heavy.run(() -> ran.getAndSet(true));
            } catch (ProblemException e) {
                thrown.set(e);
                stillInterrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        second.interrupt();
        second.join();
        assertThat(thrown.get()).isInstanceOf(ProblemException.class);
        assertThat(stillInterrupted).isTrue();
        goOn.countDown();
        first.get();
        assertThat(heavy.run(() -> "the next")).isEqualTo("the next");
        assertThat(ran).isFalse();
    }

    /** It may use what the caller closes afterwards. */
    @Test
    void interruptedOnceItHasBegun_isWaitedFor() throws InterruptedException {
        HeavyWork heavy = work(60_000);
        AtomicReference<String> result = new AtomicReference<>();
        Thread request = Thread.ofVirtual()
                .unstarted(() -> result.set(heavy.run(() -> {
                    begun.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return "done";
                })));
        request.start();
        begun.await();
        request.interrupt();
        assertThat(result.get()).isNull();
        goOn.countDown();
        request.join();
        assertThat(result.get()).isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "4,3", "16,15"})
    void oneCoreIsLeftForAllOthers(int cores, int atOnce) {
        assertThat(HeavyWorkLimits.defaults(cores).atOnce()).isEqualTo(atOnce);
    }
}
