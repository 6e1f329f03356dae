package dev.tallystick.server.webhook;

import dev.tallystick.ledger.event.Event.CheckpointSealed;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.proof.statement.CheckpointStatement;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What is told when a checkpoint is sealed. Stateless. */
final class CheckpointNotice {
    private CheckpointNotice() {}

    static Notice of(long number, CheckpointSealed sealed) {
        CheckpointStatement statement = sealed.statement();
        CheckpointStatement.Window window = statement.window();
        Hash root = statement.proofRoot();
        ByteSink sink = new ByteSink(1_024);
        new JsonWriter(sink)
                .beginObject()
                .name("checkpointId")
                .value(String.format(Locale.ROOT, "chk_%010d", number))
                .name("status")
                .value("VERIFIED")
                .name("customerId")
                .value(window.customerId())
                .name("proofRoot")
                .value(root)
                .name("merkleRoot")
                .value(root)
                .name("itemsRoot")
                .value(statement.chain().itemsRoot())
                .name("startDate")
                .value(UtcText.of(window.start()))
                .name("endDate")
                .value(UtcText.of(window.end()))
                .name("startingBalance")
                .value(statement.figures().opening())
                .name("finalBalance")
                .value(statement.figures().closing())
                .name("deltaCount")
                .value(statement.chain().count())
                .name("provisional")
                .value(statement.provisional())
                .name("createdAt")
                .value(UtcText.of(sealed.recordedAt()))
                .endObject();
        return new Notice(
                Notices.id(sealed.recordedAt(), number, ""),
                sealed.tenantId(),
                "checkpoint.verified",
                window.customerId(),
                sealed.recordedAt(),
                new Notice.Json(new String(sink.array(), 0, sink.length(), StandardCharsets.UTF_8)));
    }
}
