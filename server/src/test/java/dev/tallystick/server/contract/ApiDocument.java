package dev.tallystick.server.contract;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The published description, and what it says about a request or a reply. Knows nothing of the server. */
final class ApiDocument {
    private static final String IRI = "https://tallystick.invalid/openapi";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    final JsonNode root;
    private final SchemaRegistry registry;
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    /** One operation with the pointer to it, {@code /paths/~1healthz/get}. */
    record Operation(String method, String template, String pointer, JsonNode node, List<Place> parameters) {
        String name() {
            return method + " " + template;
        }

        private boolean fits(String path) {
            return matcher(path).matches();
        }

        /** A parameter is one segment, but one named path at the end is the rest. */
        private Matcher matcher(String path) {
            return Pattern.compile(
                            template.replaceAll("\\{path}$", "(?<path>.+)").replaceAll("\\{([^}]*)}", "(?<$1>[^/]+)"))
                    .matcher(path);
        }

        /** The raw text of a path parameter. */
        String parameter(String name, String path) {
            Matcher matcher = matcher(path);
            return matcher.matches() ? matcher.group(name) : "";
        }
    }

    /** A part of the document and where it stands, references resolved. */
    record Place(String pointer, JsonNode node) {
        Place child(String name) {
            return new Place(pointer + "/" + name.replace("~", "~0").replace("/", "~1"), node.path(name));
        }
    }

    ApiDocument(JsonNode root) {
        this.root = root;
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        this.registry = SchemaRegistry.withDialect(
                Dialects.getOpenApi31(),
                builder -> builder.schemaRegistryConfig(config).schemas(Map.of(IRI, root.toString())));
        Place paths = new Place("", root).child("paths");
        for (String template : names(paths.node())) {
            Place path = paths.child(template);
            for (String method : names(path.node())) {
                if (METHODS.contains(method)) {
                    Place operation = path.child(method);
                    List<Place> parameters = new ArrayList<>(list(path.child("parameters")));
                    parameters.addAll(list(operation.child("parameters")));
                    String upper = method.toUpperCase(Locale.ROOT);
                    operations.put(
                            upper + " " + template,
                            new Operation(upper, template, operation.pointer(), operation.node(), parameters));
                }
            }
        }
    }

    static ApiDocument published() {
        return new ApiDocument(Json.yaml(Folders.project().resolve("api/openapi.yaml")));
    }

    Map<String, Operation> operations() {
        return operations;
    }

    /** The operation a request meets: a fixed path goes before a template. */
    Operation find(String method, String path) {
        Operation fixed = operations.get(method + " " + path);
        return fixed != null
                ? fixed
                : operations.values().stream()
                        .filter(operation -> operation.method().equals(method) && operation.fits(path))
                        // Of two that fit, the longer one says more: {receiptId}.pdf rather than {receiptId}.
                        .max(Comparator.comparingInt(
                                operation -> operation.template().length()))
                        .orElse(null);
    }

    Place response(Operation operation, int status) {
        return resolved(new Place(operation.pointer(), operation.node())
                .child("responses")
                .child(Integer.toString(status)));
    }

    /** Statuses with the error codes each may carry, an empty text for a success: {@code 404 CUSTOMER_NOT_FOUND}. */
    Set<String> answers(Operation operation) {
        Set<String> answers = new TreeSet<>();
        for (String status : names(operation.node().path("responses"))) {
            Place schema = response(operation, Integer.parseInt(status))
                    .child("content")
                    .child("application/json")
                    .child("schema");
            JsonNode codes = schema.node().path("properties").path("code").path("enum");
            if (codes.isMissingNode()) {
                answers.add(status);
            } else {
                codes.forEach(code -> answers.add(status + " " + code.asString()));
            }
        }
        return answers;
    }

    /** What the schema at a pointer finds wrong with a value. */
    List<String> check(String pointer, JsonNode value) {
        Schema schema = registry.getSchema(
                SchemaLocation.of(IRI + "#" + pointer.replace("{", "%7B").replace("}", "%7D")));
        return schema.validate(value).stream().map(Error::toString).toList();
    }

    Place resolved(Place place) {
        String reference = place.node().path("$ref").asString("");
        if (!reference.startsWith("#/")) {
            return place;
        }
        return new Place(reference.substring(1), root.at(reference.substring(1)));
    }

    private List<Place> list(Place place) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < place.node().size(); i++) {
            places.add(
                    resolved(new Place(place.pointer() + "/" + i, place.node().get(i))));
        }
        return places;
    }

    static List<String> names(JsonNode node) {
        return List.copyOf(node.propertyNames());
    }
}
