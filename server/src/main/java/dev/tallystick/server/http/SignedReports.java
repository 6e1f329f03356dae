package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.compare.ComparisonJson;
import dev.tallystick.ledger.compare.ComparisonReport;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.proof.report.ReportWriter;
import dev.tallystick.proof.report.SignedReport;
import dev.tallystick.server.log.PlaneLog;
import dev.tallystick.server.log.PublishedTree;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts comparisons' reports into the log and gives them out as files that show it. Thread-safe. */
final class SignedReports {
    private final Map<PlaneName, PublishedTree> trees = new EnumMap<>(PlaneName.class);

    SignedReports(Collection<Plane> planes) {
        for (Plane plane : planes) {
            PlaneLog log = plane.log();
            if (log != null) {
                trees.put(plane.name(), new PublishedTree(log));
            }
        }
    }

    /** Whether the request asks for a signed report, which is refused at once where there is no log to sign it. */
    boolean asked(Exchange exchange, Caller caller) {
        String signed = exchange.query().one("signed");
        if (signed == null || signed.equals("false")) {
            return false;
        }
        if (!signed.equals("true")) {
            throw Fields.refused("signed", "signed must be true or false.");
        }
        tree(caller);
        return true;
    }

    private PublishedTree tree(Caller caller) {
        PublishedTree tree = trees.get(caller.plane().name());
        if (tree == null) {
            throw Fields.refused("signed", "This server keeps no log of this plane, so it cannot sign. Leave it out.");
        }
        return tree;
    }

    /**
     * Puts the report on record and returns what the reply gains.
     *
     * @throws RefusedException if the customer is not known
     */
    JsonObject sign(Caller caller, String customerId, ComparisonReport comparison) {
        JsonObject report = ComparisonJson.of(customerId, comparison, true);
        Hash reportHash = Sha256.hash(CanonicalJson.of(report));
        Outcome outcome =
                caller.plane().submit(new Command.ReportComparison(caller.tenantId(), customerId, reportHash));
        if (outcome instanceof Outcome.Refused refused) {
            throw new RefusedException(refused.refusal());
        }
        if (!(outcome instanceof Outcome.Reported reported)) {
            throw Outcomes.unexpected(outcome);
        }
        return signed(tree(caller), reported.event(), reported.reported(), report);
    }

    private static JsonObject signed(
            PublishedTree tree, long number, Event.ComparisonReported event, JsonObject report) {
        VerifierKey key = VerifierKey.parse(tree.log().key());
        SignedReport file = new SignedReport(
                key,
                event.tenantId(),
                event.customerId(),
                event.recordedAt(),
                event.salt(),
                event.reportHash(),
                SignedReport.eventHash(
                        event.recordedAt(), event.salt(), event.tenantId(), event.customerId(), event.reportHash()),
                report,
                tree.proof(number));
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("recordedAt", new JsonString(UtcText.of(event.recordedAt())));
        members.put("leafIndex", JsonNumber.of(number));
        members.put("reportHash", new JsonString(event.reportHash().toString()));
        members.put("verificationReference", new JsonString(DeltaView.verificationReference(key.name(), number)));
        members.put("report", ReportWriter.object(file));
        return new JsonObject(members);
    }
}
