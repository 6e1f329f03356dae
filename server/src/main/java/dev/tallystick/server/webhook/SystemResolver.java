package dev.tallystick.server.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the platform, on platform threads of its own: its look-up is a native call that would hold one of the few carrier
 * threads on which all requests run, for as long as a name server says nothing.
 */
public final class SystemResolver implements Resolver, AutoCloseable {
    private static final int LOOKUPS_MAX = 64;
    private static final int LOOKUP_SECONDS = 5;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0,
            LOOKUPS_MAX,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> Thread.ofPlatform().name("webhook-lookup").daemon(true).unstarted(task));

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        Future<InetAddress[]> lookup;
        try {
            lookup = threads.submit(() -> InetAddress.getAllByName(host));
        } catch (RejectedExecutionException e) {
            throw unknown("too many names are being looked up", e);
        }
        try {
            return List.of(lookup.get(LOOKUP_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            throw unknown("the name " + host + " is not known", e);
        } catch (TimeoutException e) {
            throw unknown("no name server answered for " + host, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("the look-up of " + host + " was interrupted", e);
        }
    }

    private static UnknownHostException unknown(String why, Exception cause) {
        UnknownHostException unknown = new UnknownHostException(why);
        unknown.initCause(cause);
        return unknown;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
