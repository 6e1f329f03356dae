package dev.tallystick.ledger.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.compare.ComparisonReport.DivergentParty;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.amount.Amount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows and records are written {@code reference:delta@day}; {@code -} stands for no reference and no day. */
class RecordComparisonTest {
    private static final Scope TEN_DAYS = new Scope(0, 10 * 86_400_000L, null);

    private static RecordComparison.Shelves shelves(int partitions) {
        return new RecordComparison.Shelves(
                partitions,
                Shelf.onHeap(partitions),
                Shelf.onHeap(partitions),
                Shelf.onHeap(partitions),
                Shelf.onHeap(partitions));
    }

    private static List<String> parts(String texts) {
        return texts == null ? List.of() : Arrays.asList(texts.split(" ", -1));
    }

    private static RecordFindings compare(String claimed, String recorded) {
        RecordComparison comparison = new RecordComparison(shelves(3), TEN_DAYS);
        long line = 0;
        for (String text : parts(claimed)) {
            String[] fields = text.split("[:@]", -1);
            comparison.claimed(new ClaimedRow(
                    ++line,
                    fields[0].equals("-") ? null : fields[0],
                    Amount.parse(fields[1]),
                    fields[2].equals("-") ? ClaimedRow.NO_DAY : Long.parseLong(fields[2])));
        }
        long event = 0;
        for (String text : parts(recorded)) {
            String[] fields = text.split("[:@]", -1);
            long day = Long.parseLong(fields[2]);
            comparison.recorded(new RecordedRow(
                    event++, fields[0].equals("-") ? null : fields[0], Amount.parse(fields[1]), day, day));
        }
        return comparison.finish();
    }

    private static String told(RecordFindings findings) {
        List<String> classes = new ArrayList<>();
        for (RecordClass each : RecordClass.values()) {
            RecordFindings.Totals totals = findings.totals(each);
            if (totals.count() > 0) {
                classes.add(each.label(DivergentParty.YOURS) + " " + totals.count() + " " + totals.difference());
            }
        }
        return String.join(", ", classes);
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', textBlock = """
            a:-1@1 b:-2@2      | a:-1@1 b:-2@2  | matched 2 0                                       | the same on both sides
            a:-1.0@- b:-2e0@-  | b:-2@2 a:-1@1  | matched 2 0                                       | order, form and a missing date do not matter
            a:-1@1             | a:-1@1 b:-2@2  | matched 1 0, missing_yours 1 2                    | a record you do not have
            a:-1@1 b:-2@2      | a:-1@1         | matched 1 0, missing_theirs 1 -2                  | a row that is not recorded
            a:-1@1 b:-5@2      | a:-1@1 b:-2@2  | matched 1 0, amount_differs 1 -3                  | one amount differs
            a:-1@1 a:-1@1      | a:-1@1         | matched 1 0, duplicate 1 -1                       | a row sent twice
            a:-7@1 a:-1@1      | a:-1@1         | matched 1 0, duplicate 1 -7                       | of two rows the one that fits is the match
            x:-1@1 x:-1@1      | a:-1@1         | missing_theirs 1 -1, missing_yours 1 1, duplicate 1 -1 | a repeated row nobody recorded
            -:-1@1             | a:-1@1         | matched 1 0                                       | without a reference by day and amount
            -:-1@2             | a:-1@1         | missing_theirs 1 -1, missing_yours 1 1            | another day is no match
            z:-1@1             | -:-1@1         | matched 1 0                                       | the record has no reference
            z:-1@1             | a:-1@1         | missing_theirs 1 -1, missing_yours 1 1            | two references that differ are no match
            -:-1@1 -:-1@1      | a:-1@1         | matched 1 0, duplicate 1 -1                       | once more than recorded
            z:-1@1 -:-1@1      | a:-1@1 -:-1@1  | matched 2 0                                       | who has fewer choices chooses first
                               | a:-1@1         | missing_yours 1 1                                 | no rows at all
            a:-1@1             |                | missing_theirs 1 -1                               | no records at all
            """)
    void finish_putsEachRowAndRecordIntoOneClass(String claimed, String recorded, String expected, String why) {
        assertThat(told(compare(claimed, recorded))).as(why).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"YOURS, missing_theirs, missing_yours", "THEIRS, missing_yours, missing_theirs"})
    void label_turnsRoundWithTheSide(DivergentParty side, String notRecorded, String notClaimed) {
        assertThat(RecordClass.NOT_RECORDED.label(side)).isEqualTo(notRecorded);
        assertThat(RecordClass.NOT_CLAIMED.label(side)).isEqualTo(notClaimed);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 3", "2, 2, -10", "3, 3, -7", "1, 3, -14"})
    void difference_ofADay_isThatOfItsRecords_andOfRowsWithoutOne(long from, long to, String expected) {
        RecordFindings findings = compare("a:-1@1 b:-12@9 n:-7@3 u:-9@- z:-4@44", "a:-1@1 b:-2@2 c:-3@1");
        assertThat(findings.difference(from, to)).hasToString(expected);
        assertThat(findings.undatedDifference())
                .as("without a date, or beyond the scope")
                .hasToString("-13");
        assertThat(findings.usageDays().entrySet())
                .extracting(day -> day.getKey() + " " + day.getValue().count() + " "
                        + day.getValue().difference())
                .containsExactly("1 1 3", "3 1 -7", "9 1 -10", "44 1 -4");
        assertThat(findings.items())
                .extracting(item -> item.kind() + " " + item.line() + " " + item.recordId() + " " + item.referenceId())
                .containsExactly(
                        "AMOUNT_DIFFERS 2 r_0000000001 b",
                        "NOT_RECORDED 3 null n",
                        "NOT_RECORDED 4 null u",
                        "NOT_RECORDED 5 null z",
                        "NOT_CLAIMED 0 r_0000000002 c");
    }

    /** Random rows made from random records by losing, repeating, changing and inventing some. */
    @Property(tries = 500)
    void finish_classesAddUpExactly_andEveryRowIsInOne(
            @ForAll @LongRange(min = 0) long seed, @ForAll @IntRange(min = 1, max = 7) int partitions) {
        Random random = new Random(seed);
        RecordComparison comparison = new RecordComparison(shelves(partitions), TEN_DAYS);
        Amount claimed = Amount.ZERO;
        Amount recorded = Amount.ZERO;
        long line = 0;
        int records = random.nextInt(60);
        for (int event = 0; event < records; event++) {
            String reference = random.nextInt(3) == 0 ? null : "ref-" + event;
            Amount delta = Amount.ofUnscaled(random.nextInt(7) - 3, random.nextInt(3));
            long day = random.nextInt(3);
            comparison.recorded(new RecordedRow(event, reference, delta, day, day));
            recorded = recorded.plus(delta);
            int copies = Math.max(0, random.nextInt(8) == 0 ? random.nextInt(4) : 1);
            for (int copy = 0; copy < copies; copy++) {
                Amount of = random.nextInt(6) == 0 ? delta.plus(Amount.of(1)) : delta;
                String name = random.nextInt(6) == 0 ? null : reference;
                comparison.claimed(new ClaimedRow(++line, name, of, day));
                claimed = claimed.plus(of);
            }
        }
        for (int extra = random.nextInt(5); extra > 0; extra--) {
            Amount delta = Amount.of(random.nextInt(5));
            comparison.claimed(new ClaimedRow(++line, "extra-" + random.nextInt(3), delta, ClaimedRow.NO_DAY));
            claimed = claimed.plus(delta);
        }
        RecordFindings findings = comparison.finish();
        Amount byClass = Arrays.stream(RecordClass.values())
                .map(each -> findings.totals(each).difference())
                .reduce(Amount.ZERO, Amount::plus);
        assertThat(byClass).isEqualTo(claimed.minus(recorded)).isEqualTo(findings.difference());
        assertThat(findings.claimedTotal()).isEqualTo(claimed);
        assertThat(findings.recordedTotal()).isEqualTo(recorded);
        assertThat(findings.rows()).isEqualTo(line);
        assertThat(findings.records()).isEqualTo(records);
        assertThat(findings.totals(RecordClass.MATCHED).difference()).isEqualTo(Amount.ZERO);
        assertThat(findings.difference(0, 2).plus(findings.undatedDifference())).isEqualTo(byClass);
    }
}
