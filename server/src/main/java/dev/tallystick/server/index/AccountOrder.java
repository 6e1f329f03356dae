package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import java.util.Comparator;

/** The order of accounts in lists and in RocksDB: by tenant, then by customer id, both ASCII. */
final class AccountOrder {
    static final Comparator<AccountKey> BY_KEY =
            Comparator.comparing(AccountKey::tenantId).thenComparing(AccountKey::customerId);

    private AccountOrder() {}
}
