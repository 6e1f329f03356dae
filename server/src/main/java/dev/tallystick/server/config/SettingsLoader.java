package dev.tallystick.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the value of each setting: a flag beats the environment, which beats the file, which beats the default.
 *
 * <pre>
 *   flag          environment            file (java properties)
 *   --config      TALLYSTICK_CONFIG
 *   --data        TALLYSTICK_DATA        data
 *   --host        TALLYSTICK_HOST        host
 *   --port        TALLYSTICK_PORT        port
 *   --log-level   TALLYSTICK_LOG_LEVEL   log-level
 *                 TALLYSTICK_TRUSTED_PROXIES      trusted-proxies
 *                 TALLYSTICK_KEY_RATE_LIMIT       key-rate-limit
 *                 TALLYSTICK_ADDRESS_RATE_LIMIT   address-rate-limit
 *                 TALLYSTICK_PUBLIC_RATE_LIMIT    public-rate-limit
 *                 TALLYSTICK_SCOPE_MONTHS         scope-months
 *                 TALLYSTICK_WEBHOOK_ALLOW        webhook-allow
 *                 TALLYSTICK_SECRETS_KEY          secrets-key
 *   --log-name    TALLYSTICK_LOG_NAME    log-name           name of the transparency logs, decided with the first start
 *   --witnesses   TALLYSTICK_WITNESSES   witnesses          vkey and URL of each, separated by commas
 *   --on-rollback TALLYSTICK_ON_ROLLBACK on-rollback        log (default) or stop, when a witness knows more than we
 *   --public-url  TALLYSTICK_PUBLIC_URL  public-url
 * </pre>
 *
 * A name in the file that is not in this table is refused: it is a typo whose value would silently not count. Other
 * environment variables are none of our business.
 */
public final class SettingsLoader {
    private static final String CONFIG = "config";
    private static final String DATA = "data";
    private static final String HOST = "host";
    private static final String PORT = "port";
    private static final String LOG_LEVEL = "log-level";
    private static final String PUBLIC_URL = "public-url";
    private static final String LOG_NAME = "log-name";
    private static final String WITNESSES = "witnesses";
    private static final String ON_ROLLBACK = "on-rollback";
    private static final String TRUSTED_PROXIES = "trusted-proxies";
    private static final String KEY_RATE_LIMIT = "key-rate-limit";
    private static final String ADDRESS_RATE_LIMIT = "address-rate-limit";
    private static final String PUBLIC_RATE_LIMIT = "public-rate-limit";
    private static final String SCOPE_MONTHS = "scope-months";
    private static final String WEBHOOK_ALLOW = "webhook-allow";
    private static final String SECRETS_KEY = "secrets-key";
    private static final List<String> IN_FILE = List.of(
            DATA,
            HOST,
            PORT,
            LOG_LEVEL,
            PUBLIC_URL,
            LOG_NAME,
            WITNESSES,
            ON_ROLLBACK,
            TRUSTED_PROXIES,
            KEY_RATE_LIMIT,
            ADDRESS_RATE_LIMIT,
            PUBLIC_RATE_LIMIT,
            SCOPE_MONTHS,
            WEBHOOK_ALLOW,
            SECRETS_KEY);

    private final Map<String, String> flags;
    private final Map<String, String> environment;
    private final Properties file = new Properties();
    private @Nullable Path filePath;

    private SettingsLoader(Map<String, String> flags, Map<String, String> environment) {
        this.flags = Map.copyOf(flags);
        this.environment = Map.copyOf(environment);
    }

    /**
     * Loads the settings.
     *
     * @param flags those given, by name without dashes: {@code config}, {@code data}, {@code host}, {@code port}, {@code
     *     log-level}, {@code public-url}
     * @param environment all environment variables
     * @throws SettingsException a value or a name is not allowed, or the file cannot be read
     */
    public static ServerSettings load(Map<String, String> flags, Map<String, String> environment) {
        return new SettingsLoader(flags, environment).load();
    }

    /** Names that the file may have; as environment variables they are in capitals after {@code TALLYSTICK_}. */
    public static List<String> names() {
        return IN_FILE;
    }

    private ServerSettings load() {
        FoundSetting config = find(CONFIG);
        if (config != null) {
            readFile(SettingTexts.path(config));
        }
        ServerSettings unset = ServerSettings.DEFAULT;
        return new ServerSettings(
                value(DATA, SettingTexts::path, unset.data()),
                new HttpSettings(
                        value(HOST, SettingTexts::host, unset.http().host()),
                        value(PORT, SettingTexts::port, unset.http().port()),
                        optional(PUBLIC_URL, SettingTexts::publicUrl),
                        traffic(unset.http().traffic()),
                        value(
                                SCOPE_MONTHS,
                                SettingTexts::scopeMonths,
                                unset.http().scopeMonths())),
                value(LOG_LEVEL, SettingTexts::logLevel, unset.logLevel()),
                new LogSettings(
                        optional(LOG_NAME, SettingTexts::logName),
                        value(WITNESSES, SettingTexts::witnesses, List.of()),
                        value(ON_ROLLBACK, SettingTexts::stops, false)),
                webhooks());
    }

    private WebhookSettings webhooks() {
        FoundSetting key = find(SECRETS_KEY);
        String secretsKey = key == null ? null : key.value();
        FoundSetting allow = find(WEBHOOK_ALLOW);
        if (allow == null || allow.value().equals("none")) {
            return new WebhookSettings(false, List.of(), secretsKey);
        }
        return allow.value().equals("all")
                ? new WebhookSettings(true, List.of(), secretsKey)
                : new WebhookSettings(false, SettingTexts.proxies(allow), secretsKey);
    }

    private TrafficSettings traffic(TrafficSettings unset) {
        return new TrafficSettings(
                value(TRUSTED_PROXIES, SettingTexts::proxies, unset.trustedProxies()),
                value(KEY_RATE_LIMIT, SettingTexts::rate, unset.perKey()),
                value(ADDRESS_RATE_LIMIT, SettingTexts::rate, unset.perAddress()),
                value(PUBLIC_RATE_LIMIT, SettingTexts::rate, unset.perPublicAddress()));
    }

    private <T extends @Nullable Object> T value(String name, Function<FoundSetting, T> reading, T unset) {
        FoundSetting found = find(name);
        return found == null ? unset : reading.apply(found);
    }

    private <T> @Nullable T optional(String name, Function<FoundSetting, T> reading) {
        FoundSetting found = find(name);
        return found == null ? null : reading.apply(found);
    }

    private @Nullable FoundSetting find(String name) {
        String flag = flags.get(name);
        if (flag != null) {
            return new FoundSetting(flag, "--" + name);
        }
        String variable = "TALLYSTICK_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
        String set = environment.get(variable);
        // An empty variable is how many tools say "not set".
        if (set != null && !set.isEmpty()) {
            return new FoundSetting(set, variable);
        }
        String written = file.getProperty(name);
        return written == null ? null : new FoundSetting(written, "'" + name + "' in " + filePath);
    }

    private void readFile(Path path) {
        filePath = path;
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            file.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException("The configuration file " + path + " cannot be read (" + e + ").", e);
        }
        for (String name : new TreeSet<>(file.stringPropertyNames())) {
            if (!IN_FILE.contains(name)) {
                throw new SettingsException(
                        "The configuration file " + path + " has the unknown name '" + name + "'; expected one of "
                                + String.join(", ", IN_FILE) + ".",
                        null);
            }
        }
    }
}
