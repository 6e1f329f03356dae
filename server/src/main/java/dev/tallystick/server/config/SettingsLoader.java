package dev.tallystick.server.config;

import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.server.config.ServerSettings.LogLevel;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
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
            WEBHOOK_ALLOW,
            SECRETS_KEY);

    private static final String WITNESSES_FORM =
            "for each witness its vkey (of type 4, cosignature/v1), a space and its" + " URL, separated by commas";

    private final Map<String, String> flags;
    private final Map<String, String> environment;
    private final Properties file = new Properties();
    private @Nullable Path filePath;

    private SettingsLoader(Map<String, String> flags, Map<String, String> environment) {
        this.flags = Map.copyOf(flags);
        this.environment = Map.copyOf(environment);
    }

    /** A value and where it came from, for the sentence that refuses it. */
    private record Found(String value, String place) {}

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

    private ServerSettings load() {
        Found config = find(CONFIG);
        if (config != null) {
            readFile(path(config));
        }
        ServerSettings unset = ServerSettings.DEFAULT;
        return new ServerSettings(
                value(DATA, SettingsLoader::path, unset.data()),
                new HttpSettings(
                        value(HOST, SettingsLoader::host, unset.http().host()),
                        value(PORT, SettingsLoader::port, unset.http().port()),
                        optional(PUBLIC_URL, SettingsLoader::publicUrl),
                        traffic(unset.http().traffic())),
                value(LOG_LEVEL, SettingsLoader::logLevel, unset.logLevel()),
                new LogSettings(
                        optional(LOG_NAME, SettingsLoader::logName),
                        value(WITNESSES, SettingsLoader::witnesses, List.of()),
                        value(ON_ROLLBACK, SettingsLoader::stops, false)),
                webhooks());
    }

    private WebhookSettings webhooks() {
        Found key = find(SECRETS_KEY);
        String secretsKey = key == null ? null : key.value();
        Found allow = find(WEBHOOK_ALLOW);
        if (allow == null || allow.value().equals("none")) {
            return new WebhookSettings(false, List.of(), secretsKey);
        }
        return allow.value().equals("all")
                ? new WebhookSettings(true, List.of(), secretsKey)
                : new WebhookSettings(false, proxies(allow), secretsKey);
    }

    private TrafficSettings traffic(TrafficSettings unset) {
        return new TrafficSettings(
                value(TRUSTED_PROXIES, SettingsLoader::proxies, unset.trustedProxies()),
                value(KEY_RATE_LIMIT, SettingsLoader::rate, unset.perKey()),
                value(ADDRESS_RATE_LIMIT, SettingsLoader::rate, unset.perAddress()),
                value(PUBLIC_RATE_LIMIT, SettingsLoader::rate, unset.perPublicAddress()));
    }

    private static RateLimit rate(Found found) {
        try {
            return TrafficTexts.rate(found.value());
        } catch (IllegalArgumentException e) {
            throw refused(found, TrafficTexts.RATE_EXPECTED, e);
        }
    }

    private static List<AddressRange> proxies(Found found) {
        try {
            return TrafficTexts.proxies(found.value());
        } catch (IllegalArgumentException e) {
            throw refused(found, TrafficTexts.PROXIES_EXPECTED, e);
        }
    }

    private <T extends @Nullable Object> T value(String name, Function<Found, T> reading, T unset) {
        Found found = find(name);
        return found == null ? unset : reading.apply(found);
    }

    private <T> @Nullable T optional(String name, Function<Found, T> reading) {
        Found found = find(name);
        return found == null ? null : reading.apply(found);
    }

    private @Nullable Found find(String name) {
        String flag = flags.get(name);
        if (flag != null) {
            return new Found(flag, "--" + name);
        }
        String variable = "TALLYSTICK_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
        String set = environment.get(variable);
        // An empty variable is how many tools say "not set".
        if (set != null && !set.isEmpty()) {
            return new Found(set, variable);
        }
        String written = file.getProperty(name);
        return written == null ? null : new Found(written, "'" + name + "' in " + filePath);
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

    private static Path path(Found found) {
        try {
            if (!found.value().isBlank()) {
                return Path.of(found.value());
            }
        } catch (InvalidPathException e) {
            throw refused(found, "a path", e);
        }
        throw refused(found, "a path", null);
    }

    private static String host(Found found) {
        if (found.value().isBlank()
                || found.value().contains("/")
                || found.value().contains(" ")) {
            throw refused(found, "a host name or address to listen on, such as 127.0.0.1 or 0.0.0.0", null);
        }
        return found.value();
    }

    private static int port(Found found) {
        String expected = "a whole number from 0 (take a free one) to 65535";
        if (!found.value().matches("[0-9]{1,5}") || Integer.parseInt(found.value()) > 65_535) {
            throw refused(found, expected, null);
        }
        return Integer.parseInt(found.value());
    }

    private static String publicUrl(Found found) {
        String url = found.value().endsWith("/")
                ? found.value().substring(0, found.value().length() - 1)
                : found.value();
        if (!url.matches("https?://[A-Za-z0-9.:\\[\\]_-]+(/[A-Za-z0-9._~/-]*)?")) {
            throw refused(found, "an address for links such as https://ledger.example.com", null);
        }
        return url;
    }

    private static LogLevel logLevel(Found found) {
        for (LogLevel level : LogLevel.values()) {
            if (level.name().equalsIgnoreCase(found.value())) {
                return level;
            }
        }
        throw refused(found, "error, warning, info or debug", null);
    }

    private static String logName(Found found) {
        if (!found.value().matches("[a-z0-9](?:[a-z0-9./_-]{0,98}[a-z0-9])?")) {
            throw refused(
                    found, "up to 100 of a-z, 0-9, dot, slash, underscore and dash, such as example.com/usage", null);
        }
        return found.value();
    }

    private static List<LogSettings.Witness> witnesses(Found found) {
        List<LogSettings.Witness> witnesses = new ArrayList<>();
        for (String entry : found.value().split(",", -1)) {
            String[] parts = entry.strip().split("\\s+", -1);
            try {
                URI url = parts.length == 2 ? new URI(parts[1]) : null;
                if (url != null && url.getHost() != null && url.getScheme().startsWith("http")) {
                    VerifierKey key = VerifierKey.parse(parts[0]);
                    if (key.algorithm() == KeyAlgorithm.COSIGNATURE_V1) {
                        witnesses.add(new LogSettings.Witness(key, url));
                        continue;
                    }
                }
            } catch (NoteException | URISyntaxException e) {
                throw refused(found, WITNESSES_FORM, e);
            }
            throw refused(found, WITNESSES_FORM, null);
        }
        return witnesses;
    }

    private static boolean stops(Found found) {
        return switch (found.value()) {
            case "stop" -> true;
            case "log" -> false;
            default -> throw refused(found, "log or stop", null);
        };
    }

    private static SettingsException refused(Found found, String expected, @Nullable Throwable cause) {
        return new SettingsException(
                found.place() + " must be " + expected + ", but '" + found.value() + "' was given.", cause);
    }
}
