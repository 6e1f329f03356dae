package dev.tallystick.cli.verify;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.proof.log.LogVerification;
import dev.tallystick.proof.log.LogVerifier;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.note.TreeHead;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fetches entry bundles, many at a time, keeps them, and hands them to the verifier in order. For one thread. */
final class LogDownload {
    private static final int AHEAD = 32;

    private final LogClient client;
    private final AuditState state;
    private final boolean cache;

    /** Without {@code cache}, bundles that were kept are fetched again. */
    LogDownload(LogClient client, AuditState state, boolean cache) {
        this.client = client;
        this.state = state;
        this.cache = cache;
    }

    /** Reads up to the head and returns what holds; {@code edge} becomes the tree's edge at the last full bundle. */
    LogVerification read(LogVerifier verifier, TreeHead head, ProgressLine progress, CompactRange[] edge) {
        long bundles = (head.size() + EntryBundle.FULL - 1) / EntryBundle.FULL;
        edge[0] = verifier.range();
        Deque<Future<byte[]>> coming = new ArrayDeque<>();
        long asked = edge[0].size() / EntryBundle.FULL;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (EntryBundle next = verifier.next(); next != null; next = verifier.next()) {
                while (asked < bundles && coming.size() < AHEAD) {
                    EntryBundle wanted = EntryBundle.of(asked++, head.size());
                    coming.add(executor.submit(() -> bytes(wanted)));
                }
                verifier.accept(taken(coming.remove()));
                progress.accept(next.width());
                if (next.isFull()) {
                    edge[0] = verifier.range();
                }
            }
        }
        return verifier.finish();
    }

    private byte[] bytes(EntryBundle bundle) {
        byte[] kept = cache ? state.bundle(bundle) : null;
        if (kept != null) {
            return kept;
        }
        byte[] fetched = client.get(bundle.path());
        state.bundle(bundle, fetched);
        return fetched;
    }

    private static byte[] taken(Future<byte[]> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.surroundings("Interrupted.", e);
        }
    }
}
