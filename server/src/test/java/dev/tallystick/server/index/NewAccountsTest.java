package dev.tallystick.server.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.event.AccountKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewAccountsTest {
    private static AccountKey key(int n) {
        return new AccountKey(n % 3 == 0 ? "ten_aaaaaaaaaaaa" : "ten_bbbbbbbbbbbb", "c" + n);
    }

    /** Sizes around one and several full arrays. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2_047, 2_048, 2_049, 10_000})
    void accounts_areReadInOrder_whateverTheOrderTheyCameIn(int count) {
        List<AccountKey> keys = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            keys.add(key(n));
        }
        Collections.shuffle(keys, new Random(count));
        NewAccounts accounts = new NewAccounts();
        keys.forEach(accounts::add);

        TreeSet<AccountKey> sorted = new TreeSet<>(AccountOrder.BY_KEY);
        sorted.addAll(keys);
        for (AccountKey first : List.of(
                new AccountKey("ten_aaaaaaaaaaaa", ""), key(0), key(500), new AccountKey("ten_bbbbbbbbbbbb", "c55x"))) {
            List<AccountKey> read = new ArrayList<>();
            accounts.from(first).forEachRemaining(read::add);
            assertThat(read).containsExactlyElementsOf(sorted.tailSet(first, true));
        }
        Set<AccountKey> all = new HashSet<>();
        accounts.forEach(each -> assertThat(all.add(each)).isTrue());
        assertThat(all).isEqualTo(sorted);
    }
}
