package dev.tallystick.server.http;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.record.UtcText;
import org.jspecify.annotations.Nullable;

/** Renders what can be said about a root, to anybody: no payload, and the same members for an unknown one. Stateless. */
final class VerdictView {
    private VerdictView() {}

    /** What the answer goes by. */
    enum Source {
        /** What is stored. */
        DB,
        /** What the log publishes, and nothing else. */
        CHAIN,
        /** Both, and whether they agree. */
        BOTH;

        /** @param unsaid what holds if the query does not say */
        static Source of(Query query, Source unsaid) {
            return switch (query.one("source")) {
                case null -> unsaid;
                case "db" -> DB;
                case "chain" -> CHAIN;
                case "both" -> BOTH;
                default -> throw Fields.refused("source", "source must be db, chain or both.");
            };
        }

        boolean stored() {
            return this != CHAIN;
        }

        boolean published() {
            return this != DB;
        }

        String word() {
            return switch (this) {
                case DB -> "db";
                case CHAIN -> "chain";
                case BOTH -> "both";
            };
        }

        boolean verified(Verdict verdict) {
            return switch (this) {
                case DB -> verdict.database();
                case CHAIN -> verdict.published();
                case BOTH -> verdict.database() && verdict.published();
            };
        }
    }

    /** Writes the whole answer as one object. */
    static void write(JsonWriter json, Hash root, Verdict verdict, Source source, ReceiptLinks links) {
        boolean verified = source.verified(verdict);
        Proven found = source.stored() ? verdict.found() : null;
        json.beginObject()
                .name("verified")
                .value(verified)
                .name("proofRoot")
                .value(root)
                .name("kind")
                .value(found == null ? verdict.publishedKind() : found.kind())
                .name("recordedAt")
                .value(found == null ? null : UtcText.of(found.recordedAt()));
        sources(json, verdict, source);
        summary(json, found);
        json.name("records").beginArray().endArray();
        verification(json, verdict, links);
        json.name("message").value(message(verdict, source, verified)).endObject();
    }

    private static void sources(JsonWriter json, Verdict verdict, Source source) {
        json.name("source").value(source.word()).name("sources").beginObject();
        verdict(json, "db", source == Source.CHAIN ? null : verdict.database());
        verdict(json, "chain", source == Source.DB ? null : verdict.published());
        verdict(json, "agree", source == Source.BOTH ? verdict.database() == verdict.published() : null);
        json.endObject();
    }

    private static void verdict(JsonWriter json, String name, @Nullable Boolean value) {
        json.name(name);
        if (value == null) {
            json.nullValue();
        } else {
            json.value(value.booleanValue());
        }
    }

    /** Writes the member {@code summary} of what is recorded, if that is known. */
    static void summary(JsonWriter json, @Nullable Proven found) {
        json.name("summary").beginObject().name("recordCount");
        if (found == null) {
            json.nullValue();
        } else {
            json.value(found.recordCount());
        }
        json.name("netChange");
        Amount netChange = found == null ? null : netChange(found);
        if (netChange == null) {
            json.nullValue();
        } else {
            json.value(netChange);
        }
        json.endObject();
    }

    /** The sum of what is covered; null unless its tenant shares it, for it says what somebody used. */
    static @Nullable Amount netChange(Proven found) {
        if (!found.plane().directory().settings(found.account().tenantId()).shareNetChange()) {
            return null;
        }
        ReceiptFigures figures = ReceiptFigures.of(found);
        return figures.closing().minus(figures.opening());
    }

    /** Writes the member {@code verification}. */
    static void verification(JsonWriter json, Verdict verdict, ReceiptLinks links) {
        LogProof proof = verdict.proof();
        json.name("verification").beginObject().name("verificationReference");
        if (proof == null) {
            json.nullValue()
                    .name("inclusionProof")
                    .nullValue()
                    .name("checkpoint")
                    .nullValue();
        } else {
            json.value(DeltaView.verificationReference(proof.head().head().origin(), proof.index()));
            inclusion(json, proof);
            json.name("checkpoint").text(proof.head().note().received());
        }
        json.name("verificationExplorerUrl").value(links.verifyUrl()).endObject();
    }

    private static void inclusion(JsonWriter json, LogProof proof) {
        json.name("inclusionProof")
                .beginObject()
                .name("leafIndex")
                .value(proof.index())
                .name("treeSize")
                .value(proof.head().head().size())
                .name("rootHash")
                .value(proof.head().head().root())
                .name("hashes")
                .beginArray();
        proof.path().forEach(json::value);
        json.endArray().endObject();
    }

    /** The answer in a sentence. */
    static String message(Verdict verdict, Source source, boolean verified) {
        if (verified) {
            return switch (source) {
                case DB -> "The stored record hashes to this root, and its leaf is in the signed log.";
                case CHAIN -> "The published log holds this root under its signed head.";
                case BOTH -> "The stored record and the published log agree on this root.";
            };
        }
        if (verdict.database() != verdict.published() && source == Source.BOTH) {
            return "What is stored and what the log publishes do not agree on this root. Keep your receipt file and ask"
                    + " the operator.";
        }
        return "This root is not known here. Check that it is whole, and that it is of this server.";
    }
}
