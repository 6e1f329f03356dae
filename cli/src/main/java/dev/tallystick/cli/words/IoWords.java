package dev.tallystick.cli.words;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a file or a connection failed: words to stand in a sentence, without the names of Java's classes. Stateless. */
public final class IoWords {
    private IoWords() {}

    /** Returns words that neither begin with a capital nor end with a full stop. */
    public static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException ignored -> "no such file";
            case AccessDeniedException ignored -> "permission denied";
            case NotDirectoryException ignored -> "it is no folder";
            case DirectoryNotEmptyException ignored -> "the folder is not empty";
            case FileAlreadyExistsException ignored -> "something of that name is there already";
            case FileSystemLoopException ignored -> "its links lead in a circle";
            case FileSystemException file -> said(file.getReason(), "the file system refused it");
            case CharacterCodingException ignored -> "it is not UTF-8 text";
            case ZipException zip -> "its gzip data is damaged: " + said(zip.getMessage(), "no reason given");
            case EOFException ignored -> "it ends too early";
            default -> connection(e);
        };
    }

    private static String connection(IOException e) {
        if (isOrHas(e, UnknownHostException.class) || isOrHas(e, UnresolvedAddressException.class)) {
            return "there is no host of that name";
        }
        return switch (e) {
            case HttpTimeoutException ignored -> "it took too long";
            case ConnectException refused -> said(refused.getMessage(), "nothing listens there");
            case SSLException tls -> "TLS: " + said(tls.getMessage(), "no reason given");
            case ClosedChannelException ignored -> "the connection broke off";
            default -> said(e.getMessage(), "the connection broke off");
        };
    }

    private static boolean isOrHas(IOException e, Class<? extends Exception> kind) {
        Throwable each = e;
        while (each != null && !kind.isInstance(each)) {
            each = each.getCause();
        }
        return each != null;
    }

    /** The system's words, as a part of a sentence: {@code Is a directory} is the one that people meet. */
    private static String said(@Nullable String system, String otherwise) {
        String text = Objects.requireNonNullElse(system, "").strip();
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.equals("Is a directory")) {
            return "it is a folder";
        }
        String plain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        boolean word = plain.length() > 1 && Character.isLowerCase(plain.charAt(1));
        return word ? plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1) : plain;
    }
}
