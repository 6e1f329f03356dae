package dev.tallystick.server.http;

import dev.tallystick.ledger.compare.ClaimedRow;
import dev.tallystick.ledger.scope.Granularity;
import dev.tallystick.ledger.scope.TimeBasis;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.server.compare.CsvRows;
import dev.tallystick.server.compare.NdjsonRows;
import dev.tallystick.server.compare.RowSource;
import dev.tallystick.server.config.CompareLimits;
import io.helidon.http.HeaderNames;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the query and the content type of an upload say, apart from the scope.
 *
 * @param negated whether the file counts usage as positive, so that its amounts stand for their negatives
 * @param balance what the side arrives at, or null for its starting balance and the sum of its rows
 */
record UploadQuery(
        String customerId,
        TimeBasis basis,
        boolean isYours,
        boolean isCsv,
        boolean negated,
        @Nullable Amount balance,
        Amount starting,
        Amount tolerance,
        Granularity granularity,
        CsvRows.Columns columns,
        boolean amountsAsStrings) {
    /** @throws ProblemException 400 or 415 */
    static UploadQuery of(Exchange exchange) {
        boolean csv = isCsv(exchange);
        Query query = exchange.query();
        String side = query.one("side");
        if (side == null || !(side.equals("yours") || side.equals("theirs"))) {
            throw Fields.refused("side", "side must be yours or theirs: it says whose records the body holds.");
        }
        String customerId = query.one("customerId");
        CsvRows.Columns columns = CsvRows.Columns.DEFAULT;
        return new UploadQuery(
                Fields.customerId(customerId == null ? null : new JsonString(customerId)),
                ScopeFields.basis(query.one("timeBasis")),
                side.equals("yours"),
                csv,
                negates(query),
                amount(query, "balance"),
                CompareFields.orZero(amount(query, "startingBalance")),
                CompareFields.tolerance(amount(query, "tolerance")),
                CompareFields.granularity(query.one("granularity")),
                new CsvRows.Columns(
                        column(query, "referenceColumn", columns.referenceId()),
                        column(query, "deltaColumn", columns.delta()),
                        column(query, "dateColumn", columns.date())),
                query.amountsAsStrings());
    }

    private static boolean negates(Query query) {
        String text = query.one("negate");
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw Fields.refused("negate", "negate must be true or false.");
    }

    private static boolean isCsv(Exchange exchange) {
        String type = exchange.header(HeaderNames.CONTENT_TYPE);
        if (type != null && Exchange.isUtf8(type, "text/csv")) {
            return true;
        }
        if (type != null && Exchange.isUtf8(type, "application/x-ndjson")) {
            return false;
        }
        throw Problem.mediaType("The body must be rows in UTF-8. Send Content-Type: text/csv or application/x-ndjson.")
                .toException();
    }

    private static @Nullable Amount amount(Query query, String name) {
        String text = query.one(name);
        return text == null ? null : Fields.amount(name, text);
    }

    private static String column(Query query, String name, String otherwise) {
        String text = query.one(name);
        return text == null ? otherwise : text;
    }

    RowSource rows(InputStream body, CompareLimits bounds) {
        RowSource rows =
                isCsv ? new CsvRows(body, bounds.lineBytes(), columns) : new NdjsonRows(body, bounds.lineBytes());
        return negated ? () -> negated(rows.next()) : rows;
    }

    private static @Nullable ClaimedRow negated(@Nullable ClaimedRow row) {
        return row == null
                ? null
                : new ClaimedRow(row.line(), row.referenceId(), row.delta().negate(), row.epochDay());
    }
}
