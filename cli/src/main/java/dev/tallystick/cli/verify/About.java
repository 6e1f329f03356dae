package dev.tallystick.cli.verify;

import dev.tallystick.cli.words.Moments;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.receipt.ReceiptRecord;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.proof.statement.CheckpointStatement.Mode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a file that holds says, in one line for whoever got it: about whom, which time, and what it comes to. Stateless. */
final class About {
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

    private About() {}

    static String of(Receipt receipt) {
        String customer = "Customer " + receipt.customerId() + ", ";
        CheckpointStatement statement = receipt.statement();
        if (statement == null) {
            ReceiptRecord record = receipt.records().getFirst();
            return customer + "one record of " + UtcText.of(record.recordedAt()) + ": "
                    + record.content().delta() + ", balance after it " + record.balance() + ".";
        }
        long count = statement.chain().count();
        String picked = statement.window().mode() == Mode.FINGERPRINTS ? "picked " : "";
        String records = count == 0 ? "no records" : count + " " + picked + (count == 1 ? "record" : "records");
        return customer + window(statement.window().start(), statement.window().end()) + ": " + records
                + ", closing balance " + statement.figures().closing() + ".";
    }

    /** A month by its name, else the window's edges; UTC. */
    private static String window(long start, long end) {
        LocalDateTime first = LocalDateTime.ofInstant(Instant.ofEpochMilli(start), ZoneOffset.UTC);
        YearMonth month = YearMonth.from(first);
        boolean whole = month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli() == start
                && month.plusMonths(1)
                                .atDay(1)
                                .atStartOfDay()
                                .toInstant(ZoneOffset.UTC)
                                .toEpochMilli()
                        == end;
        return whole
                ? MONTH.format(month) + " (UTC)"
                : "from " + Moments.of(UtcText.of(start)) + " to before " + Moments.of(UtcText.of(end)) + " (UTC)";
    }

    /** What is not there as the API writes it is left out: a verifier has no say in what a report holds. */
    static String of(String customerId, JsonObject report) {
        StringBuilder out = new StringBuilder("Customer ").append(customerId);
        if (report.get("scope") instanceof JsonObject scope) {
            String start = text(scope.get("startDate"));
            String end = text(scope.get("endDate"));
            if (start != null && end != null) {
                out.append(", ").append(window(start, end));
            }
        }
        String recorded = text(report.get("neutralBalance"));
        out.append(": recorded ").append(recorded == null ? "is not said" : recorded);
        JsonObject differing = report.get("discrepancyReport") instanceof JsonObject object ? object : null;
        if (differing == null) {
            return out.append(", nothing differs.").toString();
        }
        claimed(out, "yours", differing);
        claimed(out, "theirs", differing);
        out.append('.');
        if (differing.get("explanations") instanceof JsonArray explanations
                && !explanations.values().isEmpty()
                && explanations.values().getFirst() instanceof JsonObject first
                && first.get("sentence") instanceof JsonString sentence) {
            out.append(' ').append(sentence.value());
        }
        return out.toString();
    }

    private static void claimed(StringBuilder out, String side, JsonObject differing) {
        String claimed = differing.get(side) instanceof JsonObject claim ? text(claim.get("claimed")) : null;
        if (claimed != null) {
            out.append(", ").append(side).append(' ').append(claimed);
        }
    }

    private static String window(String start, String end) {
        try {
            return window(UtcText.parse(start), UtcText.parse(end));
        } catch (IllegalArgumentException e) {
            return "from " + start + " to before " + end;
        }
    }

    private static @Nullable String text(@Nullable JsonValue value) {
        return switch (value) {
            case JsonString text -> text.value();
            case JsonNumber number -> number.value().toPlainString();
            case null, default -> null;
        };
    }
}
