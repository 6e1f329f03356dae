package dev.tallystick.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which value of a setting counts, and which are refused. */
class SettingsLoaderTest {
    @TempDir
    Path folder;

    @Test
    void defaultsListenOnThisMachineOnly() {
        assertThat(SettingsLoader.load(Map.of(), Map.of())).isEqualTo(ServerSettings.DEFAULT);
    }

    @Test
    void flagBeatsEnvironmentBeatsFileBeatsDefault() throws IOException {
        Path file = folder.resolve("tallystick.properties");
        Files.writeString(file, "port = 1\nhost = file\ndata = file\n");
        ServerSettings settings = SettingsLoader.load(
                Map.of("config", file.toString(), "port", "3"),
                Map.of("TALLYSTICK_PORT", "2", "TALLYSTICK_HOST", "env"));
        assertThat(settings)
                .isEqualTo(
                        new ServerSettings(Path.of("file"), new HttpSettings("env", 3), ServerSettings.LogLevel.INFO));
    }

    @ParameterizedTest(name = "--{0} {1} is refused")
    @CsvSource({
        "port,65536",
        "port,-1",
        "port,tcp://10.0.0.1:80",
        "host,''",
        "host,a/b",
        "log-level,loud",
        "data,''",
        "key-rate-limit,10",
        "scope-months,0",
        "scope-months,121",
        "scope-months,1.5",
        "key-rate-limit,0/1",
        "public-rate-limit,5/0",
        "address-rate-limit,9999999999/1",
        "trusted-proxies,example.org",
        "trusted-proxies,'10.0.0.0/33'",
        "trusted-proxies,'10.0.0.1,'"
    })
    void senselessValueIsRefusedNamingSettingAndValue(String name, String value) {
        assertThatThrownBy(() -> SettingsLoader.load(Map.of(name, value), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("--" + name)
                .hasMessageContaining("'" + value + "'");
    }

    @Test
    void widestScopeIsSetInTheFileOrTheEnvironment() throws IOException {
        Path file = folder.resolve("tallystick.properties");
        Files.writeString(file, "scope-months = 36\n");
        Map<String, String> flags = Map.of("config", file.toString());
        assertThat(SettingsLoader.load(flags, Map.of()).http().scopeMonths()).isEqualTo(36);
        assertThat(SettingsLoader.load(flags, Map.of("TALLYSTICK_SCOPE_MONTHS", "120"))
                        .http()
                        .scopeMonths())
                .isEqualTo(120);
    }

    @Test
    void trafficIsSetInTheFileOrTheEnvironment() throws IOException {
        Path file = folder.resolve("tallystick.properties");
        Files.writeString(file, "trusted-proxies = 10.0.0.0/8, fd00::1\nkey-rate-limit = 600/60\n");
        TrafficSettings traffic = SettingsLoader.load(
                        Map.of("config", file.toString()), Map.of("TALLYSTICK_PUBLIC_RATE_LIMIT", "off"))
                .http()
                .traffic();
        assertThat(traffic)
                .isEqualTo(new TrafficSettings(
                        List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::1")),
                        new RateLimit(600, 60),
                        RateLimit.OFF,
                        RateLimit.OFF));
    }

    @Test
    void unknownNameInTheFileIsRefused() throws IOException {
        Path file = folder.resolve("tallystick.properties");
        Files.writeString(file, "prot = 1\n");
        assertThatThrownBy(() -> SettingsLoader.load(Map.of(), Map.of("TALLYSTICK_CONFIG", file.toString())))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("'prot'");
    }
}
