package dev.tallystick.proof.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.log.WitnessAnswer.Conflict;
import dev.tallystick.proof.log.WitnessAnswer.Cosign;
import dev.tallystick.proof.log.WitnessAnswer.Reason;
import dev.tallystick.proof.log.WitnessAnswer.Refused;
import dev.tallystick.proof.merkle.TiledTree;
import dev.tallystick.proof.note.AddCheckpointRequest;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.note.VerifierKey;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WitnessRuleTest {
    private static final int SIZE = 300;
    private static final SampleLog LOG = SampleLog.of(SIZE);
    private static final SignerKey KEY =
            new SignerKey(SampleLog.ORIGIN, KeyAlgorithm.ED25519, Ed25519PrivateKey.of(new byte[32]));
    private static final List<VerifierKey> TRUSTED = List.of(KEY.verifier());

    private static AddCheckpointRequest request(SampleLog log, int from, int to) {
        SampleLog cut = new SampleLog(log.entries.subList(0, to));
        List<Hash> path = new TiledTree(to, cut::tile).consistency(from).path();
        return new AddCheckpointRequest(from, path, SignedHead.sign(log.head(to), KEY));
    }

    private static Reason reason(WitnessAnswer answer) {
        return ((Refused) answer).reason();
    }

    @Property(tries = 100)
    void honestGrowth_isCosigned_andAForkIsNot(
            @ForAll @IntRange(max = SIZE) int to,
            @ForAll @IntRange(max = SIZE) int anyFrom,
            @ForAll @IntRange(max = 263) int bit) {
        int from = anyFrom % (to + 1);
        TreeHead last = from == 0 ? null : LOG.head(from);
        AddCheckpointRequest request = request(LOG, from, to);
        assertThat(WitnessRule.judge(request, TRUSTED, last)).isEqualTo(new Cosign(request.head()));
        if (from > 0) {
            SampleLog forked = LOG.withBitFlipped(from - 1, bit);
            WitnessAnswer answer = WitnessRule.judge(request(forked, from, to), TRUSTED, last);
            assertThat(reason(answer)).isEqualTo(Reason.INCONSISTENT);
            assertThat(answer.status()).isEqualTo(422);
        }
    }

    @Test
    void answers_comeInTheOrderOfTheSpecification() {
        AddCheckpointRequest request = request(LOG, 100, 200);
        TreeHead last = LOG.head(100);
        assertThat(reason(WitnessRule.judge(request, List.of(), last))).isEqualTo(Reason.UNKNOWN_LOG);

        byte[] seed = new byte[32];
        seed[0] = 1;
        VerifierKey stranger = new VerifierKey(
                SampleLog.ORIGIN,
                KeyAlgorithm.ED25519,
                Ed25519PrivateKey.of(seed).publicKey());
        assertThat(reason(WitnessRule.judge(request, List.of(stranger), last))).isEqualTo(Reason.NOT_SIGNED);

        AddCheckpointRequest above = new AddCheckpointRequest(201, List.of(), request.head());
        assertThat(reason(WitnessRule.judge(above, TRUSTED, last))).isEqualTo(Reason.MALFORMED);

        assertThat(WitnessRule.judge(request, TRUSTED, null)).isEqualTo(new Conflict(0));
        assertThat(WitnessRule.judge(request, TRUSTED, LOG.head(150))).isEqualTo(new Conflict(150));
        assertThat(WitnessRule.judge(request, TRUSTED, LOG.head(250))).isEqualTo(new Conflict(250));
        assertThat(new Conflict(150).status()).isEqualTo(409);
    }

    @Test
    void proofFromNothing_mustBeEmpty_andAnEmptyLogHasItsRoot() {
        AddCheckpointRequest first = request(LOG, 0, 5);
        AddCheckpointRequest padded = new AddCheckpointRequest(0, List.of(Hash.ZERO), first.head());
        assertThat(reason(WitnessRule.judge(padded, TRUSTED, null))).isEqualTo(Reason.INCONSISTENT);

        SignedHead wrong = SignedHead.sign(new TreeHead(SampleLog.ORIGIN, 0, Hash.ZERO), KEY);
        assertThat(reason(WitnessRule.judge(new AddCheckpointRequest(0, List.of(), wrong), TRUSTED, null)))
                .isEqualTo(Reason.INCONSISTENT);

        SignedHead other = SignedHead.sign(new TreeHead(SampleLog.ORIGIN, 5, Hash.ZERO), KEY);
        assertThat(reason(WitnessRule.judge(new AddCheckpointRequest(5, List.of(), other), TRUSTED, LOG.head(5))))
                .isEqualTo(Reason.INCONSISTENT);
    }

    @Test
    void body_isReadOrNot() {
        AddCheckpointRequest request = request(LOG, 100, 200);
        assertThat(WitnessRule.read(request.text())).isEqualTo(request);
        assertThat(WitnessRule.read(new byte[] {'o', 'l', 'd'})).isNull();
    }
}
