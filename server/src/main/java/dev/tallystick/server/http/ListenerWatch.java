package dev.tallystick.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Notices that nobody listens on the server's address any more though nobody asked it to stop. The web server ends its
 * listener for good after one failed accept, for want of a file descriptor say, tells nobody and counts as running: without
 * this the process would look healthy and answer nothing.
 *
 * <p>It looks by trying to bind the address, which the operating system refuses for as long as somebody listens there: a
 * system call a second, no connection, and a file descriptor taken at the start, as there may be no other when it matters.
 * Started and stopped once; {@link #awaitLoss} is for any thread.
 */
final class ListenerWatch {
    private static final System.Logger LOG = System.getLogger(ListenerWatch.class.getName());
    private static final long PERIOD_MILLIS = 1_000;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch lost = new CountDownLatch(1);

    /**
     * Begins to watch.
     *
     * @throws UncheckedIOException there is no file descriptor to look with
     */
    void start(InetSocketAddress address) {
        try {
            ServerSocketChannel probe = ServerSocketChannel.open();
            Thread.ofVirtual().name("listener-watch").start(() -> watch(probe, address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void watch(ServerSocketChannel probe, InetSocketAddress address) {
        try (probe) {
            while (!stopped.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                // Asked again afterwards: a stop in between ends the listener too, and is no loss.
                if (binds(probe, address) && stopped.getCount() > 0) {
                    LOG.log(
                            Level.ERROR,
                            "Nobody listens on {0} any more: a connection could not be taken, mostly for too many open"
                                    + " files (ulimit -n). The web server''s own line says why.",
                            address.toString());
                    lost.countDown();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the descriptor to look with could not be closed", e);
        }
    }

    /** Whether the address could be bound: nobody listens there. May be asked again until it could. */
    static boolean binds(ServerSocketChannel probe, InetSocketAddress address) {
        try {
            probe.bind(address, 1);
            return true;
        } catch (IOException e) {
            // Somebody listens there, or the address is gone, which ends no listener.
            return false;
        }
    }

    /** Returns once nobody listens any more; never if the server is stopped first. */
    void awaitLoss() throws InterruptedException {
        lost.await();
    }

    void stop() {
        stopped.countDown();
    }
}
