package dev.tallystick.cli.verify;

import dev.tallystick.proof.bytes.ShownText;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.receipt.StepResult.Verdict;
import dev.tallystick.proof.report.SignedReport;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking one thing.
 *
 * @param name its file or address
 * @param kind what it is
 * @param lines the steps, in their order
 * @param doesNotProve what it does not prove even if every step passes
 * @param trusted whether a key that the caller trusts was given
 * @param unreadable why it could not be read at all, or null
 * @param receipt the receipt, if it is one and it holds
 * @param report the signed report, if it is one and it holds
 * @param about one sentence on what it says, if it holds and is a receipt or report
 */
public record Checked(
        String name,
        Kind kind,
        List<Line> lines,
        List<String> doesNotProve,
        boolean trusted,
        @Nullable String unreadable,
        @Nullable Receipt receipt,
        @Nullable SignedReport report,
        @Nullable String about) {
    /** What was checked. */
    public enum Kind {
        /** A receipt file. */
        RECEIPT("receipt"),
        /** A comparison's signed report. */
        REPORT("report"),
        /** A tlog-proof. */
        PROOF("proof"),
        /** A log, downloaded or live. */
        LOG("log"),
        /** Receipts of one customer, side by side. */
        RECEIPTS("receipts"),
        /** Something that could not be read. */
        UNKNOWN("unknown");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Returns the word that is printed. */
        public String text() {
            return text;
        }
    }

    /** What has nothing to say but its steps. */
    Checked(
            String name,
            Kind kind,
            List<Line> lines,
            List<String> doesNotProve,
            boolean trusted,
            @Nullable String unreadable) {
        this(name, kind, lines, doesNotProve, trusted, unreadable, null, null, null);
    }

    /** Copies the lists, and makes the sentence, which quotes the file, fit to be shown. */
    public Checked {
        about = about == null ? null : ShownText.of(about);
        lines = List.copyOf(lines);
        doesNotProve = List.copyOf(doesNotProve);
    }

    static Checked unreadable(String name, String sentence) {
        return new Checked(name, Kind.UNKNOWN, List.of(), List.of(), false, sentence);
    }

    /** Whether it could be read and no step failed. */
    public boolean passed() {
        return unreadable == null && failed().isEmpty();
    }

    /** Whether it could be read and a step failed. */
    public boolean refuted() {
        return unreadable == null && !failed().isEmpty();
    }

    private String failed() {
        return lines.stream()
                .filter(line -> line.verdict() == Verdict.FAIL)
                .map(Line::step)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Returns one word: {@code verified}, {@code consistent} (without a trusted key), {@code failed}, {@code unreadable}. */
    public String verdict() {
        if (unreadable != null) {
            return "unreadable";
        }
        if (!passed()) {
            return "failed";
        }
        return trusted ? "verified" : "consistent";
    }

    /** Returns the verdict as a sentence. */
    public String sentence() {
        return switch (verdict()) {
            case "verified" -> "VERIFIED: every step that was asked for passes.";
            case "consistent" ->
                "CONSISTENT, BUT NOT PROOF OF WHO SIGNED: "
                        + (kind == Kind.LOG
                                ? "no key that you hold says whose log this is, and anybody can make one. Give the log's key,"
                                        + " from elsewhere, with --key."
                                : "the log's key comes from the file itself, and anybody can make one. Give the key you trust with"
                                        + " --key.");
            case "failed" -> "DOES NOT VERIFY: " + failed() + ".";
            default -> "UNREADABLE: " + unreadable;
        };
    }
}
