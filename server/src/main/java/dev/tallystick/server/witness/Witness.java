package dev.tallystick.server.witness;

import dev.tallystick.proof.log.HeadChange;
import dev.tallystick.proof.log.WitnessAnswer;
import dev.tallystick.proof.log.WitnessRule;
import dev.tallystick.proof.note.AddCheckpointRequest;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.note.VerifierKey;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code add-checkpoint} (C2SP tlog-witness): compares, stores, then signs, one request at a time for each log.
 * What counts is always what the store holds; nothing is remembered beside it. Thread-safe.
 */
final class Witness {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String SIZE = "text/x.tlog.size";
    private static final System.Logger LOG = System.getLogger(Witness.class.getName());

    private final SignerKey key;
    private final HeadStore store;
    private final InstantSource clock;
    private final Map<String, KnownLog> logs = new LinkedHashMap<>();

    private record KnownLog(List<VerifierKey> keys, ReentrantLock lock) {}

    /** An HTTP answer. */
    record Answer(int status, String contentType, String body) {
        static Answer text(int status, String text) {
            return new Answer(status, TEXT, text);
        }
    }

    /**
     * Makes a witness of these logs.
     *
     * @param logKeys at least one; two of one origin belong to one log
     * @throws WitnessException a key is not a log's, or a stored head is damaged
     */
    Witness(SignerKey key, Collection<VerifierKey> logKeys, HeadStore store, InstantSource clock) throws IOException {
        this.key = key;
        this.store = store;
        this.clock = clock;
        for (VerifierKey logKey : logKeys) {
            if (logKey.algorithm() != KeyAlgorithm.ED25519) {
                throw new WitnessException("A log's key is of type 1, but " + logKey + " is not.", null);
            }
        }
        Map<String, List<VerifierKey>> byOrigin = logKeys.stream()
                .distinct()
                .collect(Collectors.groupingBy(VerifierKey::name, LinkedHashMap::new, Collectors.toList()));
        byOrigin.forEach((origin, keys) -> logs.put(origin, new KnownLog(keys, new ReentrantLock())));
        for (String origin : logs.keySet()) {
            store.read(origin);
        }
    }

    /**
     * Answers one request.
     *
     * @throws IOException the head could not be stored; nothing was signed
     */
    Answer add(byte[] body) throws IOException {
        AddCheckpointRequest request = WitnessRule.read(body);
        if (request == null) {
            return Answer.text(400, "Expected 'old' and a size, a proof, an empty line and a signed head.\n");
        }
        KnownLog known = logs.get(request.head().head().origin());
        if (known == null) {
            return answer(request, WitnessRule.judge(request, List.of(), null), null);
        }
        known.lock().lock();
        try {
            SignedHead last = store.read(request.head().head().origin());
            return answer(request, WitnessRule.judge(request, known.keys(), last == null ? null : last.head()), last);
        } finally {
            known.lock().unlock();
        }
    }

    private Answer answer(AddCheckpointRequest request, WitnessAnswer judged, @Nullable SignedHead last)
            throws IOException {
        return switch (judged) {
            case WitnessAnswer.Cosign(SignedHead head) -> cosigned(head);
            case WitnessAnswer.Conflict(long lastSize) -> new Answer(judged.status(), SIZE, lastSize + "\n");
            case WitnessAnswer.Refused(WitnessAnswer.Reason reason, String message) ->
                Answer.text(
                        judged.status(),
                        (reason == WitnessAnswer.Reason.INCONSISTENT ? inconsistent(request, message, last) : message)
                                + "\n");
        };
    }

    private Answer cosigned(SignedHead head) throws IOException {
        long seconds = clock.instant().getEpochSecond();
        store.write(head);
        return Answer.text(200, key.cosign(head.note().text(), seconds).line() + "\n");
    }

    /** Both heads are signed by the log, so whoever reads this holds the proof in hand: it names them. */
    private static String inconsistent(AddCheckpointRequest request, String message, @Nullable SignedHead last) {
        String sentence = last == null || last.head().size() == 0
                ? message
                : HeadChange.between(last.head(), request.head().head(), request.proof())
                        .message();
        LOG.log(
                Level.WARNING,
                "Did not cosign: {0} The head refused:\n{1}",
                sentence,
                request.head().note());
        return sentence;
    }

    /** Says what this is: the key, and the newest head of each log. */
    String described() throws IOException {
        StringBuilder text = new StringBuilder("A Tallystick witness (C2SP tlog-witness). POST /add-checkpoint.\nKey: ")
                .append(key.verifier().text())
                .append('\n');
        for (String origin : logs.keySet()) {
            SignedHead head = store.read(origin);
            text.append("Log: ").append(origin);
            if (head == null) {
                text.append(", no head cosigned yet\n");
            } else {
                text.append(", size ")
                        .append(head.head().size())
                        .append(", root ")
                        .append(head.head().root())
                        .append('\n');
            }
        }
        return text.toString();
    }
}
