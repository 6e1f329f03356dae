package dev.tallystick.ledger.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.balance.Derivation;
import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.balance.ListLedger;
import dev.tallystick.ledger.scope.Granularity;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes that stand for a report. */
class ComparisonJsonTest {
    private static final long DAY = 86_400_000L;
    private static final long FIRST = 20_485 * DAY;
    private static final ListLedger LEDGER =
            new ListLedger().with(FIRST + 1_000, Amount.parse("-100")).with(FIRST + DAY + 1_000, Amount.parse("-0.50"));

    private static ComparisonReport report(String yours, RecordFindings rows) {
        Scope scope = new Scope(FIRST, FIRST + 10 * DAY, null);
        DerivedBalance neutral = Derivation.derive(LEDGER, LEDGER.head(), scope, Amount.ZERO);
        return Comparison.compare(
                LEDGER,
                LEDGER.head(),
                new Comparison.Question(
                        neutral,
                        new SideClaim(Amount.parse(yours), List.of(), rows),
                        SideClaim.of(Amount.parse("-100.5")),
                        Amount.ZERO,
                        Granularity.WEEK));
    }

    @Test
    void canonicalBytes_areSortedMembers_withAmountsAsStrings() {
        assertThat(new String(ComparisonJson.canonical("acme", report("-100", null)), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"customerId\":\"acme\",\"deltaCount\":2,\"deltasCount\":2,\"discrepancyReport\":{\"amount\":\"0.5\","
                                + "\"divergentParty\":\"yours\",\"explanations\":[{\"amount\":\"0.5\",\"candidates\":1,\"kind\":"
                                + "\"stopped_early\",\"rank\":1,\"recordCount\":1,\"recordIds\":[\"r_0000000020\"],\"sentence\":\"Your"
                                + " figure equals the recorded balance before record r_0000000020 of 2026-02-02T00:00:01.000Z: the 1 record from that one on,"
                                + " -0.5 in all, would still have been to come.\",\"side\":\"yours\"}],\"recommendation\":\"The 2"
                                + " records in this scope, by time recorded, lead to a balance of -100.5. Their figure matches it; yours is -100, which"
                                + " is 0.5 above it. The simplest of what would explain it: Your figure equals the recorded balance"
                                + " before record r_0000000020 of 2026-02-02T00:00:01.000Z: the 1 record from that one on, -0.5 in all, would still have been"
                                + " to come. Look at that first.\",\"searched\":{\"complete\":true,\"records\":2,\"recordsRead\":5},"
                                + "\"theirs\":{\"claimed\":\"-100.5\",\"difference\":\"0\"},\"windows\":[{\"count\":1,\"diverges\":null,"
                                + "\"end\":\"2026-02-02T00:00:00.000Z\",\"neutralTotal\":\"-100\",\"start\":"
                                + "\"2026-02-01T00:00:00.000Z\"},{\"count\":1,\"diverges\":null,\"end\":\"2026-02-09T00:00:00.000Z\","
                                + "\"neutralTotal\":\"-0.5\",\"start\":\"2026-02-02T00:00:00.000Z\"}],\"yours\":{\"claimed\":\"-100\","
                                + "\"difference\":\"0.5\"}},\"matchesTheirs\":true,\"matchesYours\":false,\"neutralBalance\":\"-100.5\","
                                + "\"scope\":{\"endDate\":\"2026-02-11T00:00:00.000Z\",\"period\":null,\"startDate\":"
                                + "\"2026-02-01T00:00:00.000Z\"},\"startingBalance\":\"0\",\"timeBasis\":\"recorded\",\"tolerance\":\"0\"}");
    }

    @Test
    void hash_isThatOfTheCanonicalBytes_andAnyOtherClaimHasAnother() {
        ComparisonReport report = report("-100", null);
        assertThat(ComparisonJson.hash("acme", report))
                .isEqualTo(Sha256.hash(ComparisonJson.canonical("acme", report)))
                .isEqualTo(ComparisonJson.hash("acme", report("-100.0", null)))
                .isNotEqualTo(ComparisonJson.hash("acme", report("-100.01", null)))
                .isNotEqualTo(ComparisonJson.hash("bolt", report));
    }

    @Test
    void rowsOfASide_addUpToItsDifference_withWhatIsInNoRow() {
        RecordComparison rows =
                new RecordComparison(RecordComparison.Shelves.onHeap(), new Scope(FIRST, FIRST + 10 * DAY, null));
        rows.claimed(new ClaimedRow(1, null, Amount.of(-100), FIRST / DAY));
        LEDGER.records().forEach(record -> rows.recorded(RecordedRow.of(record)));
        ComparisonReport report = report("-90", rows.finish());
        assertThat(report.yours().unlisted()).hasToString("10");
        assertThat(report.yours().unlisted().plus(report.yours().records().difference()))
                .isEqualTo(report.yours().difference());
        assertThat(report.discrepancy().explanations())
                .as("rows tell, so nothing is guessed")
                .isEmpty();
        assertThat(report.discrepancy().recommendation())
                .contains("Beside your 1 row: 1 missing from your rows (0.5).");
    }
}
