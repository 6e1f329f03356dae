package dev.tallystick.server.folder;

import dev.tallystick.server.journal.JournalId;
import dev.tallystick.server.sequencer.PlaneName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What the file {@code format} says: which version the folder has, which journals and logs belong to it, and whether its
 * first start was finished.
 *
 * <pre>
 * tallystick-data 2
 * sandbox 0f3c...  (32 hex digits)
 * production 77ab...
 * log-name tallystick-0123456789abcdef
 * sandbox-log tallystick-0123456789abcdef/sandbox+1a2b3c4d+AQ...  (the key the log began with; "none" before it did)
 * production-log ...
 * first-start done  (or: unfinished)
 * crc32c 1a2b3c4d   (over everything before this line)
 * </pre>
 *
 * Version 1 had no logs. The first line keeps its form in every later version, so that an older release can name the version
 * it does not know.
 *
 * @param logName the part of the logs' names before the plane; empty in a folder of version 1
 * @param logKeys the vkey each log began with, for the logs that exist
 */
record FolderFormat(
        Map<PlaneName, JournalId> journals, String logName, Map<PlaneName, String> logKeys, boolean firstStartDone) {
    static final int VERSION = 2;

    /** What a log's name may be made of: it stands in URLs, key names and the first line of every head. */
    static final String LOG_NAME = "[a-z0-9](?:[a-z0-9./_-]{0,98}[a-z0-9])?";

    private static final int UNLOGGED_VERSION = 1;
    private static final String NAME = "log-name ";
    private static final String LOG = "-log ";
    private static final String NONE = "none";

    private static final String TITLE = "tallystick-data ";
    private static final String DONE = "first-start done";
    private static final String UNFINISHED = "first-start unfinished";
    private static final String CHECK = "crc32c ";

    FolderFormat {
        journals = Map.copyOf(journals);
        logKeys = Map.copyOf(logKeys);
    }

    /** The format of a folder that is about to be set up. */
    static FolderFormat fresh(SecureRandom random, @Nullable String logName) {
        Map<PlaneName, JournalId> journals = new EnumMap<>(PlaneName.class);
        for (PlaneName plane : PlaneName.values()) {
            byte[] id = new byte[JournalId.LENGTH];
            random.nextBytes(id);
            journals.put(plane, JournalId.of(id));
        }
        return new FolderFormat(journals, "", Map.of(), false).named(logName, random);
    }

    /** The same with a name for its logs, if it has none yet: the one given or a random one. */
    FolderFormat named(@Nullable String name, SecureRandom random) {
        if (!logName.isEmpty()) {
            return this;
        }
        byte[] suffix = new byte[Long.BYTES];
        random.nextBytes(suffix);
        String chosen = name == null ? "tallystick-" + HexFormat.of().formatHex(suffix) : name;
        return new FolderFormat(journals, chosen, logKeys, firstStartDone);
    }

    /** The same with the keys the logs began with. */
    FolderFormat withLogKeys(Map<PlaneName, String> keys) {
        return new FolderFormat(journals, logName, keys, firstStartDone);
    }

    JournalId journal(PlaneName plane) {
        JournalId id = journals.get(plane);
        if (id == null) {
            throw new IllegalStateException("no journal id for " + plane);
        }
        return id;
    }

    FolderFormat done() {
        return new FolderFormat(journals, logName, logKeys, true);
    }

    byte[] toBytes() {
        StringBuilder text = new StringBuilder(TITLE).append(VERSION).append('\n');
        for (PlaneName plane : PlaneName.values()) {
            text.append(plane.label()).append(' ').append(hex(journal(plane))).append('\n');
        }
        text.append(NAME).append(logName).append('\n');
        for (PlaneName plane : PlaneName.values()) {
            text.append(plane.label())
                    .append(LOG)
                    .append(logKeys.getOrDefault(plane, NONE))
                    .append('\n');
        }
        text.append(firstStartDone ? DONE : UNFINISHED).append('\n');
        String check = crc(text.toString());
        text.append(CHECK).append(check).append('\n');
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads the content of {@code file}. */
    static FolderFormat parse(Path file, byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int lineEnd = text.indexOf('\n');
        String title = lineEnd < 0 ? text : text.substring(0, lineEnd);
        if (!title.matches(TITLE + "[0-9]{1,6}")) {
            throw damaged(file, 0, TITLE + VERSION, title);
        }
        int version = Integer.parseInt(title.substring(TITLE.length()));
        if (version > VERSION) {
            throw new FolderException("The data folder has format " + version + " (" + file
                    + "), but this release knows formats up to " + VERSION
                    + ". Start the release that wrote it, or a newer one.");
        }
        int check = text.lastIndexOf(CHECK);
        String expected = check < 0 ? "" : CHECK + crc(text.substring(0, check)) + "\n";
        if (check < 0 || !text.substring(check).equals(expected)) {
            throw damaged(
                    file,
                    Math.max(check, 0),
                    check < 0 ? CHECK + "..." : expected.strip(),
                    text.substring(Math.max(check, 0)).strip());
        }
        return parse(file, version, text.split("\n", -1));
    }

    private static FolderFormat parse(Path file, int version, String[] lines) {
        Map<PlaneName, JournalId> journals = new EnumMap<>(PlaneName.class);
        int line = 1;
        for (PlaneName plane : PlaneName.values()) {
            String prefix = plane.label() + " ";
            if (lines.length <= line || !lines[line].matches(prefix + "[0-9a-f]{32}")) {
                throw damaged(file, 0, prefix + "and 32 hex digits in line " + (line + 1), "another text");
            }
            journals.put(plane, JournalId.of(HexFormat.of().parseHex(lines[line].substring(prefix.length()))));
            line++;
        }
        String logName = "";
        Map<PlaneName, String> logKeys = new EnumMap<>(PlaneName.class);
        if (version > UNLOGGED_VERSION) {
            logName = value(file, lines, line++, NAME);
            for (PlaneName plane : PlaneName.values()) {
                String key = value(file, lines, line++, plane.label() + LOG);
                if (!key.equals(NONE)) {
                    logKeys.put(plane, key);
                }
            }
        }
        if (lines.length <= line || !(lines[line].equals(DONE) || lines[line].equals(UNFINISHED))) {
            throw damaged(file, 0, DONE + " in line " + (line + 1), "another text");
        }
        return new FolderFormat(journals, logName, logKeys, lines[line].equals(DONE));
    }

    private static String value(Path file, String[] lines, int line, String prefix) {
        if (lines.length <= line || !lines[line].startsWith(prefix)) {
            throw damaged(file, 0, prefix + "in line " + (line + 1), "another text");
        }
        return lines[line].substring(prefix.length());
    }

    private static FolderException damaged(Path file, int offset, String expected, String found) {
        return new FolderException("The data folder is damaged: file " + file + ", offset " + offset + ": expected '"
                + expected + "', found '" + found.substring(0, Math.min(found.length(), 60))
                + "'. Restore this file from a copy of the folder.");
    }

    private static String hex(JournalId id) {
        byte[] bytes = ByteBuffer.allocate(JournalId.LENGTH)
                .putLong(id.high())
                .putLong(id.low())
                .array();
        return HexFormat.of().formatHex(bytes);
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
