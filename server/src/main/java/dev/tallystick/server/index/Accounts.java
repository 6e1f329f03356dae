package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.proof.bytes.ByteSink;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The accounts on the heap: all that are not yet on disk, and as many others as fit. Changed by the writer, read by all. */
final class Accounts {
    /** A power of two, some times the accounts that a group and the one before it meet. */
    private static final int RECENT = 1 << 14;

    private final Lookups lookups;
    private final int cachedMax;
    private final Map<AccountKey, Account> cached = new ConcurrentHashMap<>();

    /**
     * Owned by the writer: accounts it met lately, each in the place its number gives, if no other has taken that since.
     * All of them are in the cache.
     */
    private final @Nullable Account[] recent = new @Nullable Account[RECENT];

    /** Owned by the writer. */
    private final ByteSink scratch = new ByteSink(512);

    private int opened;

    /** @param cachedMax accounts kept beyond those not yet on disk */
    Accounts(Lookups lookups, int cachedMax) {
        this.lookups = lookups;
        this.cachedMax = cachedMax;
    }

    /** How many accounts there are, which is the next one's number. By the writer. */
    int opened() {
        return opened;
    }

    /** The same, as it was stored. */
    void opened(int accounts) {
        opened = accounts;
    }

    /** The account, opened if there is none. By the writer. */
    Account of(AccountKey key, Generation active) {
        Account account = load(key);
        if (account == null) {
            account = new Account(opened++, key, null);
            cached.put(key, account);
            active.opened(account);
        }
        return account;
    }

    /** The account, or null. By the writer. */
    @Nullable
    Account load(AccountKey key) {
        Account account = cached.get(key);
        if (account == null) {
            AccountHead stored = lookups.storedHeadFromWriter(key, scratch);
            if (stored != null) {
                account = new Account(stored.number(), stored.key(), stored);
                cached.put(stored.key(), account);
            }
        }
        if (account != null) {
            recent[account.number() & (RECENT - 1)] = account;
        }
        return account;
    }

    /** The account with this number, -1 for none, if the writer met it lately; or null. By the writer. */
    @Nullable
    Account recent(int number) {
        Account account = recent[number & (RECENT - 1)];
        return account != null && account.number() == number ? account : null;
    }

    /** Where the account stands, or null. Any thread. */
    @Nullable
    AccountHead head(AccountKey key) {
        // Not kept in the cache: only the writer adds to it, or an outdated head could be left there.
        Account account = cached.get(key);
        return account == null ? lookups.storedHead(key) : account.head();
    }

    /** Drops the rest if there are too many: all but those changed in this generation are on disk. By the writer. */
    void evict(long generation) {
        if (cached.size() > cachedMax) {
            cached.values().removeIf(account -> account.changedIn() < generation);
            // Posting to one that was dropped would change what nobody sees.
            Arrays.fill(recent, null);
        }
    }
}
