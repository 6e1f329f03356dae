package dev.tallystick.server.http;

import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.server.config.CompareLimits;
import dev.tallystick.server.config.Limits;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request being served: what a handler may ask of it. For the request's thread alone. */
final class Exchange {
    private final ServerRequest request;
    private final BodyReader bodyReader;
    private final RequestMemory memory;
    private final Limits limits;
    private final String requestId;
    private final String rawPath;
    private final InetAddress clientAddress;
    private final List<Quota> quotas = new ArrayList<>(2);
    private @Nullable Query query;
    private Routes.@Nullable Resource resource;

    Exchange(
            ServerRequest request,
            BodyReader bodyReader,
            RequestMemory memory,
            Limits limits,
            String requestId,
            InetAddress clientAddress) {
        this.request = request;
        this.bodyReader = bodyReader;
        this.memory = memory;
        this.limits = limits;
        this.requestId = requestId;
        this.clientAddress = clientAddress;
        this.rawPath = request.prologue().uriPath().rawPath();
    }

    void resource(Routes.Resource found) {
        this.resource = found;
    }

    /** What the request takes of the memory all share. */
    RequestMemory memory() {
        return memory;
    }

    String requestId() {
        return requestId;
    }

    /** The client's network: an IPv4 address or an IPv6 /64. */
    InetAddress clientAddress() {
        return clientAddress;
    }

    /** The limits this request was counted against. */
    List<Quota> quotas() {
        return quotas;
    }

    String method() {
        return request.prologue().method().text();
    }

    String rawPath() {
        return rawPath;
    }

    ServerRequestHeaders headers() {
        return request.headers();
    }

    ServerRequest request() {
        return request;
    }

    Limits limits() {
        return limits;
    }

    Query query() {
        Query known = query;
        if (known == null) {
            known = request.prologue().hasQuery()
                    ? Query.of(request.prologue().query().rawValue())
                    : Query.of(null);
            query = known;
        }
        return known;
    }

    /** The path's parameter, decoded; {@code name} is for the refusal if that fails. */
    String pathParameter(String name) {
        Routes.Resource known = resource;
        String raw = known == null ? "" : known.parameter(rawPath);
        return PercentText.decode(raw, 0, raw.length(), false, name);
    }

    /** The rest of the path, as it came, for a template that ends in it. */
    String pathRest() {
        Routes.Resource known = resource;
        return known == null ? "" : known.rest(rawPath);
    }

    /** The only value of a header, or null; 400 if it is given twice. */
    @Nullable
    String header(HeaderName name) {
        if (!request.headers().contains(name)) {
            return null;
        }
        Header header = request.headers().get(name);
        if (header.valueCount() > 1) {
            throw Problem.invalid(name.defaultCase(), name.defaultCase() + " is given more than once. Give it once.")
                    .toException();
        }
        return header.get();
    }

    /**
     * Reads the body.
     *
     * @param owner whose memory budget it counts against: a tenant, or any name for those without one
     * @throws ProblemException 413, 415, 503, or 400 if it is cut off
     */
    Body body(String owner, int max) {
        requireJson();
        memory.owner(owner);
        return bodyReader.read(max, memory.lease());
    }

    /** Parses a body that {@link #body} gave. */
    JsonObject parse(Body body) {
        return body.object(limits.jsonDepth(), memory.lease());
    }

    /**
     * Claims the memory an upload takes.
     *
     * @param owner whose memory budget it counts against
     * @throws ProblemException 503 if no memory is free for it
     */
    void claimUpload(String owner) {
        memory.owner(owner);
        memory.lease().claim(limits.compare().heapBytes());
    }

    /**
     * The body as a stream, for an upload.
     *
     * @throws ProblemException 413 or 415; reading the stream throws 413, or 400 if it is cut off
     */
    InputStream upload() {
        refuseEncoded();
        CompareLimits bounds = limits.compare();
        return bodyReader.stream(
                bounds.uploadBytes(), bounds.stepBytes(), limits.requestMillis(), bounds.uploadMillis());
    }

    private void refuseEncoded() {
        String encoding = header(HeaderNames.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.mediaType("The body is compressed, which this server does not take. Send it without"
                            + " Content-Encoding.")
                    .toException();
        }
    }

    private void requireJson() {
        refuseEncoded();
        String type = header(HeaderNames.CONTENT_TYPE);
        if (type != null && !isJson(type)) {
            throw Problem.mediaType("The body must be JSON in UTF-8. Send Content-Type: application/json.")
                    .toException();
        }
    }

    static boolean isJson(String contentType) {
        return contentType.equals("application/json") || isUtf8(contentType, "application/json");
    }

    /** Whether a content type is this one, in UTF-8. */
    static boolean isUtf8(String contentType, String type) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        if (!parts[0].strip().equals(type)) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("charset=") && !parameter.replace("\"", "").equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }

    BodyReader bodyReader() {
        return bodyReader;
    }
}
