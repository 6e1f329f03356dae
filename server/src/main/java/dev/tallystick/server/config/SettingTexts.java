package dev.tallystick.server.config;

import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.server.config.ServerSettings.LogLevel;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads each setting's text, or refuses it with what was expected and where it stands. Stateless. */
final class SettingTexts {
    private static final String WITNESSES_FORM =
            "for each witness its vkey (of type 4, cosignature/v1), a space and its" + " URL, separated by commas";

    private SettingTexts() {}

    static RateLimit rate(FoundSetting found) {
        try {
            return TrafficTexts.rate(found.value());
        } catch (IllegalArgumentException e) {
            throw found.refused(TrafficTexts.RATE_EXPECTED, e);
        }
    }

    static List<AddressRange> proxies(FoundSetting found) {
        try {
            return TrafficTexts.proxies(found.value());
        } catch (IllegalArgumentException e) {
            throw found.refused(TrafficTexts.PROXIES_EXPECTED, e);
        }
    }

    static Path path(FoundSetting found) {
        try {
            if (!found.value().isBlank()) {
                return Path.of(found.value());
            }
        } catch (InvalidPathException e) {
            throw found.refused("a path", e);
        }
        throw found.refused("a path", null);
    }

    static String host(FoundSetting found) {
        if (found.value().isBlank()
                || found.value().contains("/")
                || found.value().contains(" ")) {
            throw found.refused("a host name or address to listen on, such as 127.0.0.1 or 0.0.0.0", null);
        }
        return found.value();
    }

    static int port(FoundSetting found) {
        String expected = "a whole number from 0 (take a free one) to 65535";
        if (!found.value().matches("[0-9]{1,5}") || Integer.parseInt(found.value()) > 65_535) {
            throw found.refused(expected, null);
        }
        return Integer.parseInt(found.value());
    }

    static int scopeMonths(FoundSetting found) {
        int most = HttpSettings.SCOPE_MONTHS_MAX;
        if (!found.value().matches("[1-9][0-9]{0,2}") || Integer.parseInt(found.value()) > most) {
            throw found.refused("a whole number of months from 1 to " + most, null);
        }
        return Integer.parseInt(found.value());
    }

    static String publicUrl(FoundSetting found) {
        String url = found.value().endsWith("/")
                ? found.value().substring(0, found.value().length() - 1)
                : found.value();
        if (!url.matches("https?://[A-Za-z0-9.:\\[\\]_-]+(/[A-Za-z0-9._~/-]*)?")) {
            throw found.refused("an address for links such as https://ledger.example.com", null);
        }
        return url;
    }

    static LogLevel logLevel(FoundSetting found) {
        for (LogLevel level : LogLevel.values()) {
            if (level.name().equalsIgnoreCase(found.value())) {
                return level;
            }
        }
        throw found.refused("error, warning, info or debug", null);
    }

    static String logName(FoundSetting found) {
        if (!found.value().matches("[a-z0-9](?:[a-z0-9./_-]{0,98}[a-z0-9])?")) {
            throw found.refused(
                    "up to 100 of a-z, 0-9, dot, slash, underscore and dash, such as example.com/usage", null);
        }
        return found.value();
    }

    static List<LogSettings.Witness> witnesses(FoundSetting found) {
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
                throw found.refused(WITNESSES_FORM, e);
            }
            throw found.refused(WITNESSES_FORM, null);
        }
        return witnesses;
    }

    static boolean stops(FoundSetting found) {
        return switch (found.value()) {
            case "stop" -> true;
            case "log" -> false;
            default -> throw found.refused("log or stop", null);
        };
    }
}
