package dev.tallystick.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.receipt.TrustPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands in {@code samples/README.md} end as the page says. */
class SamplesReadmeTest {
    private static final Pattern COMMAND =
            Pattern.compile("(?m)^\\./tallystick verify --policy (\\S+) (.+?) +# exit code ([01])$");

    static Stream<MatchResult> commands() throws IOException {
        List<MatchResult> found = COMMAND.matcher(Files.readString(Samples.FOLDER.resolve("README.md")))
                .results()
                .toList();
        assertThat(found).hasSizeGreaterThanOrEqualTo(6);
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandEndsAsThePageSays(MatchResult command) {
        TrustPolicy policy = new Trust()
                .policyFile(Samples.PROJECT.resolve(command.group(1)))
                .policy();
        List<Path> named = Stream.of(command.group(2).split(" "))
                .map(Samples.PROJECT::resolve)
                .toList();
        List<Checked> checked = new ArrayList<>();
        FileCheck check = new FileCheck(policy);
        FileChecks.listed(named).forEach(file -> checked.add(check.check(file, Samples.name(file), read -> {})));

        boolean good = command.group(3).equals("0");
        assertThat(named).allSatisfy(path -> assertThat(path).exists());
        assertThat(checked).isNotEmpty();
        assertThat(checked).allSatisfy(one -> assertThat(one.verdict()).isEqualTo(good ? "verified" : "failed"));
    }
}
