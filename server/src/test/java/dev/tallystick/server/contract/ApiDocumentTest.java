package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.contract.ApiDocument.Operation;
import dev.tallystick.server.contract.ApiDocument.Place;
import dev.tallystick.server.http.ServedRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** api/openapi.yaml by itself: well formed, complete, and the same as what the server carries. */
class ApiDocumentTest {
    private static final ApiDocument DOCUMENT = ApiDocument.published();

    /** With -Dopenapi.write=true this writes the resource instead of comparing it. */
    @Test
    void theServerCarriesTheDocumentAsJson() throws IOException {
        String json = Json.pretty(DOCUMENT.root);
        if (Boolean.getBoolean("openapi.write")) {
            Path resource = Folders.project().resolve("server/src/main/resources/openapi.json");
            Files.writeString(resource, json);
            return;
        }
        try (InputStream in = ApiDocument.class.getResourceAsStream("/openapi.json")) {
            assertThat(in).as("server/src/main/resources/openapi.json").isNotNull();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .as("server/src/main/resources/openapi.json is made from api/openapi.yaml; write it anew with"
                            + " ./mvnw -pl proof,ledger,server test -Dtest=ApiDocumentTest -Dopenapi.write=true"
                            + " -Dsurefire.failIfNoSpecifiedTests=false")
                    .isEqualTo(json);
        }
    }

    @Test
    void everyRouteOfTheServerIsDescribedAndNothingElse() {
        assertThat(DOCUMENT.operations().keySet()).containsExactlyInAnyOrderElementsOf(ServedRoutes.all());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        walk(new Place("", DOCUMENT.root), place -> {
            String reference = place.node().path("$ref").asString("");
            if (!reference.isEmpty()
                    && (!reference.startsWith("#/")
                            || DOCUMENT.root.at(reference.substring(1)).isMissingNode())) {
                broken.add(place.pointer() + " -> " + reference);
            }
        });
        assertThat(broken).isEmpty();
    }

    @Test
    void everyComponentIsUsedOrSpokenOf() {
        Set<String> used = new HashSet<>();
        walk(
                new Place("", DOCUMENT.root),
                place -> used.add(place.node().path("$ref").asString("")));
        String words = DOCUMENT.root.path("info").path("description").asString();
        List<String> unused = new ArrayList<>();
        for (String kind : List.of("schemas", "responses", "parameters", "headers")) {
            for (String name :
                    ApiDocument.names(DOCUMENT.root.path("components").path(kind))) {
                String reference = "#/components/" + kind + "/" + name;
                if (!used.contains(reference) && !words.contains(reference.substring(2))) {
                    unused.add(reference);
                }
            }
        }
        assertThat(unused).isEmpty();
    }

    @Test
    void everyOperationHasWordsANameAndExamples() {
        Set<String> names = new HashSet<>();
        for (Operation operation : DOCUMENT.operations().values()) {
            JsonNode node = operation.node();
            assertThat(node.path("summary").asString("")).as(operation.name()).isNotEmpty();
            assertThat(node.path("description").asString(""))
                    .as(operation.name())
                    .isNotEmpty();
            assertThat(names.add(node.path("operationId").asString("")))
                    .as(operation.name())
                    .isTrue();
            JsonNode body = node.path("requestBody");
            if (!body.isMissingNode()) {
                assertThat(body.path("content")).as(operation.name()).isNotEmpty();
                for (String type : ApiDocument.names(body.path("content"))) {
                    assertThat(body.path("content").path(type).has("example"))
                            .as(operation.name() + " " + type)
                            .isTrue();
                }
            }
        }
    }

    /** Every object a request or reply may hold says that it has no other members. */
    @Test
    void noObjectIsOpenEndedButThoseMeantToBe() {
        Set<String> open = new HashSet<>();
        walk(new Place("", DOCUMENT.root), place -> {
            JsonNode node = place.node();
            boolean object = node.path("type").asString("").equals("object") && node.has("properties");
            boolean closed = node.path("additionalProperties").isBoolean() || node.has("unevaluatedProperties");
            if (object && !closed) {
                open.add(place.pointer());
            }
        });
        // The first five are closed by the schemas that refer to them; the last describes this document itself.
        assertThat(open)
                .containsExactlyInAnyOrder(
                        "/components/schemas/DeltaFields",
                        "/components/schemas/CustomerFields",
                        "/components/schemas/ApiKeyFields",
                        "/components/schemas/WebhookFields",
                        "/components/schemas/CheckpointFields",
                        "/components/schemas/ErrorDetails",
                        "/paths/~1openapi.json/get/responses/200/content/application~1json/schema");
    }

    @Test
    void everyExampleKeepsToItsSchema() {
        List<String> wrong = new ArrayList<>();
        int[] seen = new int[1];
        walk(new Place("", DOCUMENT.root), place -> {
            if (place.node().has("example") && place.node().has("schema")) {
                seen[0]++;
                String schema = place.child("schema").pointer();
                for (String problem : DOCUMENT.check(schema, place.node().path("example"))) {
                    wrong.add(place.pointer() + ": " + problem);
                }
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(seen[0]).isGreaterThan(40);
    }

    private interface Visitor {
        void visit(Place place);
    }

    private static void walk(Place place, Visitor visitor) {
        if (place.pointer().endsWith("/example")) {
            return;
        }
        visitor.visit(place);
        if (place.node().isObject()) {
            ApiDocument.names(place.node()).forEach(name -> walk(place.child(name), visitor));
        } else if (place.node().isArray()) {
            for (int i = 0; i < place.node().size(); i++) {
                walk(new Place(place.pointer() + "/" + i, place.node().get(i)), visitor);
            }
        }
    }
}
