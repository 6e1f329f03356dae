package dev.tallystick.cli.verify;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ShownText;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.receipt.ReceiptNotes;
import dev.tallystick.proof.receipt.ReceiptNotes.Note;
import dev.tallystick.proof.receipt.StepResult.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was checked, as text for people and as one line of JSON for machines. Stateless. */
public final class Printed {
    private static final int STEP_WIDTH = 19;

    /** Notes about records that people are shown. */
    private static final int NOTES_MAX = 50;

    private static final String INDENT = " ".repeat(2 + 9 + STEP_WIDTH);

    private Printed() {}

    /** Returns the name, what it is about, a line for each step, what is not proved, and the verdict. */
    public static String text(Checked checked) {
        StringBuilder out = new StringBuilder();
        out.append(ShownText.of(checked.name())).append('\n');
        String about = checked.about();
        if (about != null) {
            out.append("  ").append(padded("about", 9)).append(about).append('\n');
        }
        for (Line line : checked.lines()) {
            out.append("  ").append(padded(word(line.verdict()), 9)).append(padded(line.step(), STEP_WIDTH));
            out.append(line.message()).append('\n');
            value(out, "expected", line.expected());
            value(out, "found", line.found());
        }
        notes(out, checked);
        for (String sentence : checked.doesNotProve()) {
            out.append("  ").append(padded("note", 9)).append(sentence).append('\n');
        }
        return out.append(checked.sentence()).append('\n').toString();
    }

    private static void notes(StringBuilder out, Checked checked) {
        List<Note> notes = notes(checked);
        for (Note note : notes.subList(0, Math.min(notes.size(), NOTES_MAX))) {
            out.append("  ").append(padded("record", 9)).append(padded(note.recordId(), STEP_WIDTH));
            out.append(ShownText.of(note.sentence())).append('\n');
        }
        if (notes.size() > NOTES_MAX) {
            out.append("  ").append(padded("record", 9)).append("and ").append(notes.size() - NOTES_MAX);
            out.append(" more; --json has them all\n");
        }
    }

    /** Only what holds is worth telling of. */
    private static List<Note> notes(Checked checked) {
        Receipt receipt = checked.receipt();
        return receipt == null ? List.of() : ReceiptNotes.of(receipt);
    }

    private static void value(StringBuilder out, String name, @Nullable String value) {
        if (value != null) {
            out.append(INDENT).append(padded(name, 10)).append(value).append('\n');
        }
    }

    private static String word(Verdict verdict) {
        return verdict == Verdict.FAIL ? "FAIL" : verdict.name().toLowerCase(Locale.ROOT);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    /** Returns one line of JSON, with its newline. */
    public static String json(Checked checked) {
        ByteSink sink = new ByteSink(2_048);
        JsonWriter json = new JsonWriter(sink).beginObject();
        json.name("file").value(checked.name());
        json.name("kind").value(checked.kind().text());
        json.name("verdict").value(checked.verdict());
        String about = checked.about();
        if (about != null) {
            json.name("about").value(about);
        }
        json.name("trustedKey").value(checked.trusted());
        json.name("steps").beginArray();
        for (Line line : checked.lines()) {
            json.beginObject()
                    .name("step")
                    .value(line.step())
                    .name("verdict")
                    .value(line.verdict().name().toLowerCase(Locale.ROOT))
                    .name("message")
                    .value(line.message())
                    .name("expected")
                    .value(line.expected())
                    .name("found")
                    .value(line.found())
                    .endObject();
        }
        json.endArray();
        notes(json, notes(checked));
        json.name("doesNotProve").beginArray();
        checked.doesNotProve().forEach(json::value);
        json.endArray().name("summary").value(checked.sentence()).endObject();
        return text(sink);
    }

    private static void notes(JsonWriter json, List<Note> notes) {
        if (notes.isEmpty()) {
            return;
        }
        json.name("notes").beginArray();
        for (Note note : notes) {
            json.beginObject()
                    .name("recordId")
                    .value(note.recordId())
                    .name("sentence")
                    .value(ShownText.of(note.sentence()))
                    .endObject();
        }
        json.endArray();
    }

    /** Returns the last line over several files, as text or as JSON. */
    static String total(long passed, long refuted, long unreadable, boolean json) {
        if (!json) {
            return String.format(
                    Locale.ROOT,
                    "%,d checked: %,d good, %,d do not verify, %,d unreadable.%n",
                    passed + refuted + unreadable,
                    passed,
                    refuted,
                    unreadable);
        }
        ByteSink sink = new ByteSink(128);
        new JsonWriter(sink)
                .beginObject()
                .name("checked")
                .value(passed + refuted + unreadable)
                .name("good")
                .value(passed)
                .name("failed")
                .value(refuted)
                .name("unreadable")
                .value(unreadable)
                .endObject();
        return text(sink);
    }

    private static String text(ByteSink sink) {
        return new String(sink.array(), 0, sink.length(), StandardCharsets.UTF_8) + "\n";
    }
}
