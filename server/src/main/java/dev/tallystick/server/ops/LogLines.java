package dev.tallystick.server.ops;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.server.config.ServerSettings.LogLevel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * Logs as one JSON object per line: {@code time}, {@code level}, {@code logger}, {@code message}, {@code fields} (the
 * message's parameters by position, if it has any) and {@code stack} (if an exception came with it). Stateless.
 */
public final class LogLines extends Formatter {
    /** Loggers whose level is set; java.util.logging would forget those nobody holds. */
    private static final List<Logger> HELD = new ArrayList<>();

    /**
     * Sends all logging of this process to standard error in this form.
     *
     * @param level least severe level shown; of the HTTP library only what is worse than usual, unless debugging
     */
    public static void install(LogLevel level) {
        System.setProperty("java.util.logging.manager", KeptOpen.class.getName());
        LogManager manager = LogManager.getLogManager();
        if (!(manager instanceof KeptOpen)) {
            manager.reset();
        }
        Level least = julLevel(level);
        StreamHandler handler = new StandardError();
        handler.setFormatter(new LogLines());
        handler.setLevel(least);
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        root.setLevel(least);
        Level quiet = least.intValue() < Level.INFO.intValue() ? Level.INFO : Level.WARNING;
        Logger library = Logger.getLogger("io.helidon");
        library.setLevel(least.intValue() > quiet.intValue() ? least : quiet);
        HELD.add(library);
    }

    /** A manager that starts without handlers and does not throw ours away while the process is still stopping. */
    public static final class KeptOpen extends LogManager {
        @Override
        public void readConfiguration() {}

        @Override
        public void reset() {}
    }

    private static Level julLevel(LogLevel level) {
        return switch (level) {
            case ERROR -> Level.SEVERE;
            case WARNING -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
        };
    }

    private static final class StandardError extends StreamHandler {
        StandardError() {
            setOutputStream(System.err);
        }

        @Override
        public synchronized void publish(LogRecord record) {
            super.publish(record);
            flush();
        }
    }

    @Override
    public String format(LogRecord record) {
        ByteSink sink = new ByteSink(256);
        JsonWriter json = new JsonWriter(sink)
                .beginObject()
                .name("time")
                .value(UtcText.of(record.getMillis()))
                .name("level")
                .value(levelOf(record))
                .name("logger")
                .value(wellFormed(record.getLoggerName()))
                .name("message")
                .value(wellFormed(formatMessage(record)));
        fields(json, record.getParameters());
        Throwable thrown = record.getThrown();
        if (thrown != null) {
            json.name("stack").value(wellFormed(stackOf(thrown)));
        }
        json.endObject();
        return new String(sink.array(), 0, sink.length(), StandardCharsets.UTF_8) + "\n";
    }

    private static void fields(JsonWriter json, Object @Nullable [] parameters) {
        if (parameters == null || parameters.length == 0) {
            return;
        }
        json.name("fields").beginArray();
        for (Object parameter : parameters) {
            if (parameter instanceof Long || parameter instanceof Integer) {
                json.value(((Number) parameter).longValue());
            } else {
                json.value(wellFormed(String.valueOf(parameter)));
            }
        }
        json.endArray();
    }

    private static String levelOf(LogRecord record) {
        int level = record.getLevel().intValue();
        if (level >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level >= Level.WARNING.intValue()) {
            return "WARNING";
        }
        return level >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }

    private static String stackOf(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Log messages may quote anything, also half a surrogate pair, which JSON in UTF-8 cannot hold. */
    private static @Nullable String wellFormed(@Nullable String text) {
        return text == null ? null : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
