package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/** The customer ids of a tenant in order, merged from the layers of the index as they stream by. One thread; close it. */
final class AccountNames implements AutoCloseable {
    private final String tenantId;
    private final byte[] prefix;
    private final RocksStore store;
    private final RocksIterator stored;
    private final Iterator<AccountKey> active;
    private final Iterator<AccountKey> frozen;
    private @Nullable String nextStored;
    private @Nullable String nextActive;
    private @Nullable String nextFrozen;

    AccountNames(String tenantId, Lookups.Layers layers, RocksStore store) {
        this.tenantId = tenantId;
        this.store = store;
        Generation older = layers.older();
        this.active = from(layers.active().newAccounts());
        this.frozen = older == null ? Collections.emptyIterator() : from(older.newAccounts());
        this.prefix = IndexKeys.accountPrefix(tenantId, "");
        this.stored = store.allRows();
        stored.seek(prefix);
        nextStored = storedName();
        nextActive = heapName(active);
        nextFrozen = heapName(frozen);
    }

    private Iterator<AccountKey> from(NewAccounts accounts) {
        return accounts.from(new AccountKey(tenantId, ""));
    }

    /** The next id, or null after the last. */
    @Nullable
    String next() {
        String least = lesser(nextStored, lesser(nextActive, nextFrozen));
        if (least == null) {
            return null;
        }
        if (least.equals(nextStored)) {
            stored.next();
            nextStored = storedName();
        }
        if (least.equals(nextActive)) {
            nextActive = heapName(active);
        }
        if (least.equals(nextFrozen)) {
            nextFrozen = heapName(frozen);
        }
        return least;
    }

    private @Nullable String storedName() {
        if (!stored.isValid()) {
            store.requireIntact(stored);
            return null;
        }
        byte[] key = stored.key();
        return RocksStore.startsWith(key, prefix, prefix.length)
                ? new String(key, prefix.length, key.length - prefix.length, StandardCharsets.US_ASCII)
                : null;
    }

    private @Nullable String heapName(Iterator<AccountKey> keys) {
        if (!keys.hasNext()) {
            return null;
        }
        AccountKey key = keys.next();
        return key.tenantId().equals(tenantId) ? key.customerId() : null;
    }

    private static @Nullable String lesser(@Nullable String a, @Nullable String b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) <= 0 ? a : b;
    }

    @Override
    public void close() {
        stored.close();
    }
}
