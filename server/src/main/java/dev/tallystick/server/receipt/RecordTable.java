package dev.tallystick.server.receipt;

import dev.tallystick.server.receipt.ReceiptDocument.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDPageContentStream;

/**
 * The table of records. Goes over them twice: once to see how wide the amounts are, once to draw. A record too long for a
 * page goes on on the next.
 */
final class RecordTable {
    private static final float SIZE = 7.5f;
    private static final float AMOUNT_SIZE_MIN = 3.5f;
    private static final float LINE = 10;
    private static final float GAP = 10;
    private static final float ROW_GAP = 3;

    /** What is left for a reason however wide the amounts are. */
    private static final float REASON_MIN = 120;

    /** Lines of a record that stay together if they fit a page. */
    private static final int KEPT_TOGETHER = 6;

    private final Sheets sheets;
    private final Face regular;
    private final Face bold;
    private final AmountColumn deltas;
    private final AmountColumn balances;
    private float sequenceWidth;
    private float timeWidth;
    private float amountSize = SIZE;

    RecordTable(Sheets sheets, Face regular, Face bold) {
        this.sheets = sheets;
        this.regular = regular;
        this.bold = bold;
        this.deltas = new AmountColumn(regular);
        this.balances = new AmountColumn(regular);
    }

    void draw(Iterable<Row> rows) throws IOException {
        measure(rows);
        sheets.need(4 * LINE);
        heading();
        boolean any = false;
        for (Row row : rows) {
            draw(row);
            any = true;
        }
        if (!any) {
            line("No records in this window.");
        }
        sheets.rule();
        sheets.down(LINE);
    }

    private void measure(Iterable<Row> rows) {
        sequenceWidth = bold.width("No.", SIZE);
        timeWidth = bold.width("Recorded (UTC)", SIZE);
        for (Row row : rows) {
            sequenceWidth = Math.max(sequenceWidth, regular.width(Long.toString(row.sequence()), SIZE));
            timeWidth = Math.max(timeWidth, regular.width(row.recordedAt(), SIZE));
            deltas.measure(row.delta());
            balances.measure(row.balance());
        }
        float room = Sheets.WIDTH - sequenceWidth - timeWidth - REASON_MIN - 4 * GAP;
        while (amountSize > AMOUNT_SIZE_MIN && deltaWidth() + balanceWidth() > room) {
            amountSize -= 0.5f;
        }
    }

    private float deltaWidth() {
        return Math.max(deltas.width(amountSize), bold.width("Amount", SIZE));
    }

    private float balanceWidth() {
        return Math.max(balances.width(amountSize), bold.width("Balance", SIZE));
    }

    private float timeAt() {
        return Sheets.LEFT + sequenceWidth + GAP;
    }

    private float reasonAt() {
        return timeAt() + timeWidth + GAP;
    }

    private float deltaRight() {
        return Sheets.RIGHT - balanceWidth() - GAP;
    }

    private float reasonWidth() {
        return deltaRight() - deltaWidth() - GAP - reasonAt();
    }

    private void heading() throws IOException {
        sheets.down(LINE);
        PDPageContentStream page = sheets.page();
        float y = sheets.y();
        right("No.", Sheets.LEFT + sequenceWidth, y);
        bold.draw(page, "Recorded (UTC)", SIZE, timeAt(), y);
        bold.draw(page, "Reason", SIZE, reasonAt(), y);
        right("Amount", deltaRight(), y);
        right("Balance", Sheets.RIGHT, y);
        sheets.down(ROW_GAP + 1);
        sheets.rule();
        sheets.down(ROW_GAP);
    }

    private void right(String text, float right, float y) throws IOException {
        bold.draw(sheets.page(), text, SIZE, right - bold.width(text, SIZE), y);
    }

    private void draw(Row row) throws IOException {
        List<String> lines = lines(row);
        next(Math.min(lines.size(), KEPT_TOGETHER) * LINE);
        sheets.down(LINE);
        PDPageContentStream page = sheets.page();
        float y = sheets.y();
        String sequence = Long.toString(row.sequence());
        regular.draw(page, sequence, SIZE, Sheets.LEFT + sequenceWidth - regular.width(sequence, SIZE), y);
        regular.draw(page, row.recordedAt(), SIZE, timeAt(), y);
        regular.draw(page, lines.getFirst(), SIZE, reasonAt(), y);
        deltas.draw(page, row.delta(), amountSize, deltaRight(), y);
        balances.draw(page, row.balance(), amountSize, Sheets.RIGHT, y);
        for (String more : lines.subList(1, lines.size())) {
            line(more);
        }
        sheets.down(ROW_GAP);
    }

    private List<String> lines(Row row) {
        List<String> lines = new ArrayList<>(regular.wrap(DisplayText.shown(row.reason()), SIZE, reasonWidth()));
        String reference = row.referenceId();
        if (reference != null) {
            lines.addAll(regular.wrap("Reference: " + DisplayText.shown(reference), SIZE, reasonWidth()));
        }
        for (String note : row.notes()) {
            lines.addAll(regular.wrap(note, SIZE, reasonWidth()));
        }
        return lines;
    }

    private void line(String text) throws IOException {
        next(LINE);
        sheets.down(LINE);
        regular.draw(sheets.page(), text, SIZE, reasonAt(), sheets.y());
    }

    /** Makes sure of so much room, with the heading again on a new page. */
    private void next(float height) throws IOException {
        if (!sheets.has(height)) {
            sheets.turn();
            heading();
        }
    }
}
