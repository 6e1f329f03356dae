package dev.tallystick.proof.report;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes signed reports. Stateless. */
public final class ReportWriter {
    private ReportWriter() {}

    /** Returns the file of a report: the object and a newline. */
    public static byte[] file(SignedReport report) {
        ByteSink sink = new ByteSink(4096);
        new JsonWriter(sink).value(object(report));
        return sink.u8('\n').toBytes();
    }

    /** Returns the file's object, members in the order of docs/formats/report.md. */
    public static JsonObject object(SignedReport report) {
        Map<String, JsonValue> log = new LinkedHashMap<>();
        log.put("origin", new JsonString(report.logKey().name()));
        log.put("vkey", new JsonString(report.logKey().text()));
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("format", new JsonString(SignedReport.FORMAT));
        members.put("log", new JsonObject(log));
        members.put("tenantId", new JsonString(report.tenantId()));
        members.put("customerId", new JsonString(report.customerId()));
        members.put("recordedAt", new JsonString(UtcText.of(report.recordedAt())));
        members.put("salt", new JsonString(report.salt().toString()));
        members.put("reportHash", new JsonString(report.reportHash().toString()));
        members.put("eventHash", new JsonString(report.eventHash().toString()));
        members.put("report", report.report());
        members.put("inclusion", new JsonString(new String(report.inclusion().text(), StandardCharsets.UTF_8)));
        members.put(
                "doesNotProve",
                new JsonArray(SignedReport.DOES_NOT_PROVE.stream()
                        .<JsonValue>map(JsonString::new)
                        .toList()));
        return new JsonObject(members);
    }
}
