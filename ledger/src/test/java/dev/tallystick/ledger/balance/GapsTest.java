package dev.tallystick.ledger.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.balance.Gaps.Gap;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapsTest {
    private static ListLedger of(int records) {
        ListLedger ledger = new ListLedger();
        for (int i = 0; i < records; i++) {
            ledger.with(i, Amount.of(-1));
        }
        return ledger;
    }

    @ParameterizedTest(name = "{0} to {1}, limit {2}: {7}")
    @CsvSource(delimiter = '|', textBlock = """
            1   | 1000000000000000 | 1000 | 1   | 600 | 600 |     | everything
            0   | 600              | 1000 | 1   | 600 | 600 |     | from before the first
            100 | 199              | 1000 | 100 | 199 | 100 |     | a stretch
            600 | 600              | 1000 | 600 | 600 | 1   |     | the last alone
            1   | 600              | 599  | 1   | 599 | 599 | 600 | stopped by the limit
            250 | 1000000000000000 | 1    | 250 | 250 | 1   | 251 | one at a time
            601 | 700              | 1000 | 601 | 600 | 0   |     | beyond the last
            9   | 8                | 1000 | 9   | 8   | 0   |     | nothing asked
            """)
    void find_readsWhatItSaysItChecked(
            long from, long to, int limit, long first, long last, long checked, Long next, String why) {
        ListLedger ledger = of(600);
        Gaps.Result result = Gaps.find(ledger, ledger.head(), from, to, limit);
        assertThat(result.firstSequence()).as(why).isEqualTo(first);
        assertThat(result.lastSequence()).as(why).isEqualTo(last);
        assertThat(result.checked()).as(why).isEqualTo(checked);
        assertThat(result.nextSequence()).as(why).isEqualTo(next);
        assertThat(result.contiguous()).as(why).isTrue();
    }

    @Test
    void find_neverHoldsMoreThan256Records() {
        ListLedger ledger = of(600);
        Gaps.find(ledger, ledger.head(), 1, 600, 600);
        assertThat(ledger.rowsInOneCallMax()).isEqualTo(256);
    }

    /** Within a read, at the edges of reads of 256, at both ends of the account. */
    @ParameterizedTest
    @CsvSource({"1", "2", "256", "257", "512", "513", "600"})
    void find_namesARecordThatDoesNotFollow(long sequence) {
        ListLedger ledger = of(600);
        ledger.relink(sequence, ListLedger.hash(999));
        Gap gap = new Gap(sequence, sequence == 1 ? Hash.ZERO : ListLedger.hash(sequence - 1), ListLedger.hash(999));
        Gaps.Result whole = Gaps.find(ledger, ledger.head(), 1, 600, 1_000);
        assertThat(whole.gaps()).containsExactly(gap);
        assertThat(whole.contiguous()).isFalse();
        assertThat(Gaps.find(ledger, ledger.head(), sequence, sequence, 1).gaps())
                .as("seen from this record on, too")
                .containsExactly(gap);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "256", "257", "600"})
    void find_namesARecordThatIsMissing(long sequence) {
        ListLedger ledger = of(600);
        AccountHead head = ledger.head();
        ledger.lose(sequence);
        assertThat(Gaps.find(ledger, head, 1, 600, 1_000).gaps())
                .containsExactly(
                        new Gap(sequence, sequence == 1 ? Hash.ZERO : ListLedger.hash(sequence - 1), Hash.ZERO));
    }

    @Test
    void find_namesEachOfSeveralMissing() {
        ListLedger ledger = of(10);
        ledger.lose(4);
        ledger.lose(5);
        ledger.relink(8, ListLedger.hash(3));
        assertThat(Gaps.find(ledger, ledger.head(), 1, 10, 1_000).gaps())
                .containsExactly(
                        new Gap(4, ListLedger.hash(3), Hash.ZERO),
                        new Gap(5, Hash.ZERO, Hash.ZERO),
                        new Gap(8, ListLedger.hash(7), ListLedger.hash(3)));
        assertThat(Gaps.find(ledger, ledger.head(), 6, 7, 1_000).contiguous())
                .as("the record before the stretch is not part of it")
                .isTrue();
    }
}
