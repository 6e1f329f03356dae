package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.server.http.Verdict.Checks;
import dev.tallystick.server.http.Verdict.Step;
import dev.tallystick.server.http.VerdictView.Source;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a server that is in order never shows: damage, and text that would be markup. */
class VerifyPageTest {
    private static final Hash ROOT = Hash.parse("0x" + "ab".repeat(Hash.LENGTH));
    private static final VerifyPage PAGE = new VerifyPage();

    private static String text(Reply reply) {
        return new String(((Reply.Whole) reply.body()).bytes().toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void textIsNeverMarkup() {
        String refused = text(PAGE.refused(Problem.invalid("x", "<script>alert('1')</script> & \"more\"")));
        assertThat(refused).doesNotContain("<script", "\"more\"").contains("&lt;script&gt;", "&amp;");
        ReceiptLinks links = new ReceiptLinks("", "\"><img src=x onerror=alert(1)>");
        String answer = text(PAGE.answer(ROOT, new Verdict(null, Checks.NONE, null, null), Source.BOTH, links));
        assertThat(answer).doesNotContain("<img").contains("href=\"&quot;&gt;&lt;img");
    }

    @Test
    void eachStepSaysWhatCameOfIt() {
        Checks checks = new Checks(Step.PASSED, Step.PASSED, Step.FAILED, Step.NOT_LOOKED_AT);
        String page =
                text(PAGE.answer(ROOT, new Verdict(null, checks, null, null), Source.BOTH, new ReceiptLinks("", "")));
        assertThat(page)
                .contains(
                        "✗ Not verified",
                        "do not agree on this root",
                        "<strong>✓ Passed:</strong> What is stored here",
                        "<strong>✓ Passed:</strong> It is in the log",
                        "<strong>✗ Failed:</strong> The log’s public pages",
                        "<strong>– Not looked at:</strong> That head is signed");
        assertThat(page).doesNotContain("✓ Verified");
    }
}
