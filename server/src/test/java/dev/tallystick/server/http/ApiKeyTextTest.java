package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.sequencer.PlaneName;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyTextTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void aGeneratedKeyReadsBackAsItself() {
        for (PlaneName plane : PlaneName.values()) {
            ApiKeyText key = ApiKeyText.generate(plane, random);
            assertThat(key.fullKey()).matches(plane.keyPrefix() + "[a-z0-9]{12}\\.[A-Za-z0-9]{39}");
            assertThat(ApiKeyText.parse(key.fullKey())).isEqualTo(key);
        }
    }

    @Test
    void everySingleWrongCharacterIsFoundWithoutALookUp() {
        String key = ApiKeyText.generate(PlaneName.SANDBOX, random).fullKey();
        for (int i = 0; i < key.length(); i++) {
            char other = key.charAt(i) == 'a' ? 'b' : 'a';
            String typo = key.substring(0, i) + other + key.substring(i + 1);
            assertThat(ApiKeyText.parse(typo)).as(typo).isNull();
        }
        assertThat(ApiKeyText.parse(key + "a")).isNull();
        assertThat(ApiKeyText.parse(key.substring(1))).isNull();
        assertThat(ApiKeyText.parse(key.replace("pk_test_", "pk_live_"))).isNull();
        assertThat(ApiKeyText.parse("")).isNull();
        assertThat(ApiKeyText.parse("pk_test_")).isNull();
    }

    @Test
    void theTextOfAKeyInALogLineIsItsPublicPart() {
        ApiKeyText key = ApiKeyText.generate(PlaneName.PRODUCTION, random);
        assertThat("key " + key).isEqualTo("key " + key.publicKey()).doesNotContain(key.secret());
    }

    @Test
    void keysDiffer() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            ApiKeyText key = ApiKeyText.generate(PlaneName.SANDBOX, random);
            assertThat(seen.add(key.publicId()) && seen.add(key.secret())).isTrue();
        }
    }
}
