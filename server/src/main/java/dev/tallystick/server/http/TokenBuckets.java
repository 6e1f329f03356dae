package dev.tallystick.server.http;

import dev.tallystick.server.config.RateLimit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One bucket of tokens for each caller. A bucket is a single number, the instant at which it will be full again, which
 * each request moves on by one token's time; a bucket that is full by now holds nothing worth keeping. So many callers
 * are remembered and no more: the one that has been quiet longest is forgotten, which gives it a full bucket and takes
 * nothing from anybody else. Thread-safe; callers are spread over several locks.
 */
final class TokenBuckets {
    private static final int SHARDS = 16;
    /** The golden ratio as a fraction of 2^32: neighbouring hashes go to different shards. */
    private static final int SPREAD = 0x9E3779B9;

    private static final int CAPACITY = 64;
    private static final float LOAD_FACTOR = 0.75f;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final String name;
    private final RateLimit limit;
    private final InstantSource clock;
    private final long bucketNanos;
    private final long tokenNanos;
    private final List<Map<Object, Long>> shards = new ArrayList<>(SHARDS);

    /**
     * Buckets that are all full.
     *
     * @param name of the policy, in headers
     * @param limit not off
     * @param callersMax remembered at a time
     */
    TokenBuckets(String name, RateLimit limit, int callersMax, InstantSource clock) {
        this.name = name;
        this.limit = limit;
        this.clock = clock;
        this.bucketNanos = limit.seconds() * NANOS_PER_SECOND;
        this.tokenNanos = Math.max(1, bucketNanos / limit.quota());
        int most = Math.max(1, callersMax / SHARDS);
        for (int i = 0; i < SHARDS; i++) {
            shards.add(new LinkedHashMap<>(CAPACITY, LOAD_FACTOR, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Object, Long> eldest) {
                    return size() > most;
                }
            });
        }
    }

    /** Takes a token from the caller's bucket if there is one. */
    Quota take(Object caller) {
        long now = clock.millis() * NANOS_PER_MILLI;
        Map<Object, Long> shard = shardOf(caller);
        synchronized (shard) {
            Long kept = shard.get(caller);
            // A clock that was set back must not lock anybody out: no bucket is ever emptier than empty.
            long fullAt = kept == null ? now : Math.min(Math.max(kept, now), now + bucketNanos);
            long after = fullAt + tokenNanos;
            long excess = after - now - bucketNanos;
            if (excess > 0) {
                shard.put(caller, fullAt);
                return new Quota(name, limit, 0, seconds(fullAt - now), Math.max(1, seconds(excess)));
            }
            shard.put(caller, after);
            return new Quota(name, limit, (now + bucketNanos - after) / tokenNanos, seconds(after - now), 0);
        }
    }

    /** Puts a token back into the caller's bucket: what it was taken for does not count after all. */
    void giveBack(Object caller) {
        Map<Object, Long> shard = shardOf(caller);
        synchronized (shard) {
            shard.computeIfPresent(caller, (key, fullAt) -> fullAt - tokenNanos);
        }
    }

    private Map<Object, Long> shardOf(Object caller) {
        return shards.get(((caller.hashCode() * SPREAD) >>> 16) & (SHARDS - 1));
    }

    private static int seconds(long nanos) {
        return (int) Math.ceilDiv(nanos, NANOS_PER_SECOND);
    }

    /** Callers remembered at present. */
    int size() {
        int size = 0;
        for (Map<Object, Long> shard : shards) {
            synchronized (shard) {
                size += shard.size();
            }
        }
        return size;
    }
}
