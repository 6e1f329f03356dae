package dev.tallystick.server.http;

import dev.tallystick.ledger.compare.ComparisonReport;
import dev.tallystick.ledger.outcome.Outcome.DeltaResult;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.webhook.Publishing;
import dev.tallystick.server.webhook.Publishing.Publication;
import dev.tallystick.server.webhook.Webhooks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells a tenant's webhook endpoints what no event of the journal stands for. Such a notice is kept with the deliveries
 * before the reply leaves. Thread-safe.
 */
final class Publisher {
    private final Map<PlaneName, Webhooks> webhooks;

    Publisher(Map<PlaneName, Webhooks> webhooks) {
        this.webhooks = webhooks;
    }

    private @Nullable Publishing listening(Caller caller) {
        Webhooks of = webhooks.get(caller.plane().name());
        return of == null
                        || caller.plane()
                                .directory()
                                .endpoints()
                                .of(caller.tenantId())
                                .isEmpty()
                ? null
                : of.publishing();
    }

    /** {@code compare.diverged}, if a side of the comparison differs. */
    void compared(Caller caller, String customerId, ComparisonReport report) {
        ComparisonReport.Discrepancy discrepancy = report.discrepancy();
        Publishing of = discrepancy == null ? null : listening(caller);
        if (discrepancy == null || of == null) {
            return;
        }
        ByteSink sink = new ByteSink(512);
        JsonWriter json = new JsonWriter(sink)
                .beginObject()
                .name("customerId")
                .value(customerId)
                .name("neutralBalance")
                .value(report.neutral().computedBalance())
                .name("amount")
                .value(discrepancy.amount())
                .name("divergentParty")
                .value(discrepancy.party().label())
                .name("recommendation")
                .value(discrepancy.recommendation());
        ScopeFields.write(json, report.neutral().scope());
        json.name("comparedAt").value(UtcText.of(caller.plane().now())).endObject();
        of.publish(caller.tenantId(), List.of(new Publication("compare.diverged", customerId, text(sink))));
    }

    /** {@code delta.failed} for each delta that was refused. One whose customer could not be read is nobody's and not told. */
    void refused(Caller caller, List<DeltaResult> results) {
        if (results.stream().noneMatch(DeltaResult.Refused.class::isInstance)) {
            return;
        }
        Publishing of = listening(caller);
        if (of == null) {
            return;
        }
        List<Publication> failed = new ArrayList<>();
        for (DeltaResult result : results) {
            if (result instanceof DeltaResult.Refused refused && refused.customerId() != null) {
                failed.add(failed(caller, refused.customerId(), refused));
            }
        }
        of.publish(caller.tenantId(), failed);
    }

    private static Publication failed(Caller caller, String customerId, DeltaResult.Refused refused) {
        ByteSink sink = new ByteSink(512);
        new JsonWriter(sink)
                .beginObject()
                .name("recordId")
                .nullValue()
                .name("customerId")
                .value(customerId)
                .name("delta")
                .value(refused.delta())
                .name("error")
                .value(refused.refusal().code().name())
                .name("message")
                .value(refused.refusal().message())
                .name("failedAt")
                .value(UtcText.of(caller.plane().now()))
                .endObject();
        return new Publication("delta.failed", customerId, text(sink));
    }

    /** {@code receipt.generated}: a receipt was asked for that was not there before. */
    void generated(Caller caller, Proven.OfCheckpoint receipt, ReceiptLinks links) {
        Publishing of = listening(caller);
        if (of == null) {
            return;
        }
        ReceiptFigures figures = ReceiptFigures.of(receipt);
        String customerId = receipt.account().customerId();
        ByteSink sink = new ByteSink(1_024);
        JsonWriter json = new JsonWriter(sink)
                .beginObject()
                .name("receiptId")
                .value(receipt.root())
                .name("checkpointId")
                .value(receipt.stored().checkpointId())
                .name("customerId")
                .value(customerId)
                .name("proofRoot")
                .value(receipt.root())
                .name("itemsRoot")
                .value(receipt.stored().statement().chain().itemsRoot());
        ScopeFields.write(
                json, CheckpointView.scope(receipt.stored().statement().window()));
        json.name("deltaCount")
                .value(receipt.recordCount())
                .name("startingBalance")
                .value(figures.opening())
                .name("finalBalance")
                .value(figures.closing())
                .name("provisional")
                .value(figures.provisional())
                .name("verifyUrl")
                .value(links.verifyUrl())
                .name("verificationApiUrl")
                .value(links.verificationApiUrl())
                .name("generatedAt")
                .value(UtcText.of(receipt.recordedAt()))
                .endObject();
        of.publish(caller.tenantId(), List.of(new Publication("receipt.generated", customerId, text(sink))));
    }

    private static String text(ByteSink sink) {
        return new String(sink.array(), 0, sink.length(), StandardCharsets.UTF_8);
    }
}
