package dev.tallystick.server.contract;

import dev.tallystick.server.contract.ApiDocument.Operation;
import dev.tallystick.server.contract.ApiDocument.Place;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Holds one exchange against the description, field by field and header by header. */
final class ApiDocumentChecks {
    /** Headers that mean something to a client of this API, so a reply may carry them only if described. */
    private static final Set<String> TELLING =
            Set.of("x-request-id", "retry-after", "idempotent-replayed", "allow", "www-authenticate", "set-cookie");

    private final ApiDocument document;

    ApiDocumentChecks(ApiDocument document) {
        this.document = document;
    }

    /** What in a request is not as described; every query parameter it carries must be listed. */
    List<String> request(Operation operation, String target, HttpHeaders headers, String body) {
        List<String> wrong = new ArrayList<>();
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        Map<String, String> query = query(question < 0 ? "" : target.substring(question + 1));
        for (Place parameter : operation.parameters()) {
            String name = parameter.node().path("name").asString();
            String value = switch (parameter.node().path("in").asString()) {
                case "path" -> URLDecoder.decode(operation.parameter(name, path), StandardCharsets.UTF_8);
                case "query" -> query.remove(name);
                default -> headers.firstValue(name).orElse(null);
            };
            if (value != null) {
                wrong.addAll(text(parameter.child("schema"), name, value));
            } else if (parameter.node().path("required").asBoolean(false)) {
                wrong.add("parameter " + name + " is missing");
            }
        }
        query.keySet().forEach(name -> wrong.add("query parameter " + name + " is not described"));
        Place requestBody = new Place(operation.pointer(), operation.node()).child("requestBody");
        if (body == null || body.isEmpty()) {
            if (requestBody.node().path("required").asBoolean(false)) {
                wrong.add("the body is missing");
            }
        } else if (requestBody.node().isMissingNode()) {
            wrong.add("a body is not described");
        } else {
            String type = headers.firstValue("Content-Type").orElse("").split(";", 2)[0];
            Place media = requestBody.child("content").child(type);
            if (media.node().isMissingNode()) {
                wrong.add("the body's content type '" + type + "' is not described");
                return wrong;
            }
            JsonNode value = type.endsWith("/json") ? Json.parse(body) : JsonNodeFactory.instance.stringNode(body);
            wrong.addAll(document.check(media.child("schema").pointer(), value));
        }
        return wrong;
    }

    /** What in a reply is not as described. */
    List<String> reply(Operation operation, HttpResponse<String> reply) {
        return reply(document.response(operation, reply.statusCode()), reply);
    }

    List<String> reply(Place response, HttpResponse<String> reply) {
        if (response.node().isMissingNode()) {
            return List.of("status " + reply.statusCode() + " is not described");
        }
        List<String> wrong = new ArrayList<>(headers(response.child("headers"), reply.headers()));
        String type = reply.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        Place media = response.child("content").child(type);
        if (media.node().isMissingNode()) {
            wrong.add("content type '" + type + "' is not described");
            return wrong;
        }
        JsonNode value =
                type.endsWith("json") ? Json.parse(reply.body()) : JsonNodeFactory.instance.stringNode(reply.body());
        wrong.addAll(document.check(media.child("schema").pointer(), value));
        return wrong;
    }

    private List<String> headers(Place described, HttpHeaders sent) {
        List<String> wrong = new ArrayList<>();
        Set<String> known = new java.util.HashSet<>();
        for (String name : ApiDocument.names(described.node())) {
            known.add(name.toLowerCase(Locale.ROOT));
            Place header = document.resolved(described.child(name));
            String value = sent.firstValue(name).orElse(null);
            if (value != null) {
                wrong.addAll(text(header.child("schema"), name, value));
            } else if (header.node().path("required").asBoolean(false)) {
                wrong.add("header " + name + " is missing");
            }
        }
        for (String name : sent.map().keySet()) {
            if (TELLING.contains(name.toLowerCase(Locale.ROOT)) && !known.contains(name.toLowerCase(Locale.ROOT))) {
                wrong.add("header " + name + " is not described");
            }
        }
        return wrong;
    }

    /** Checks a value that comes as text: as a number if the schema wants one. */
    private List<String> text(Place schema, String name, String value) {
        String type = document.resolved(schema).node().path("type").asString("");
        JsonNode node;
        try {
            node = type.equals("integer") || type.equals("number")
                    ? Json.parse(value)
                    : JsonNodeFactory.instance.stringNode(value);
        } catch (RuntimeException e) {
            return List.of(name + " is no number: " + value);
        }
        return document.check(schema.pointer(), node).stream()
                .map(problem -> name + problem)
                .toList();
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                query.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
