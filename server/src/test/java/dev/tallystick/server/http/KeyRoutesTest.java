package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.server.http.TestServer.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyRoutesTest {
    private static final String KEYS = "/dashboard/api-keys";
    private static final String LOGIN = "/dashboard/auth/login";
    private static final String USAGE = "/api/v1/balance/usage";
    private TestServer server;
    private String[] operator;

    @BeforeEach
    void start() {
        server = new TestServer();
        Answer login = login(TestServer.PASSWORD);
        operator = new String[] {"Authorization", "Bearer " + text(login.data(), "token")};
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer login(String password) {
        return server.post(LOGIN, "{\"email\":\"me@example.com\",\"password\":\"" + password + "\"}");
    }

    private static String text(JsonObject object, String name) {
        return ((JsonString) object.get(name)).value();
    }

    private Answer delete(String path, String... headers) {
        return server.send(server.request(path, headers).DELETE().build());
    }

    @Test
    void aNewKeyWorksAtOnceAndItsSecretIsShownOnlyThen() {
        Answer created = server.post(KEYS, "{\"name\":\"billing\",\"environment\":\"live\"}", operator);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().get("success")).isEqualTo(JsonBoolean.TRUE);
        assertThat(created.json().get("statusCode")).isEqualTo(JsonNumber.of(201));
        String full = text(created.data(), "fullKey");
        assertThat(full).startsWith(text(created.data(), "publicKey") + ".").startsWith("pk_live_");
        assertThat(server.get(USAGE, "X-Api-Key", full).status()).isEqualTo(200);
        Answer shown = server.get(KEYS + "/" + text(created.data(), "id"), operator);
        assertThat(shown.data().get("active")).isEqualTo(JsonBoolean.TRUE);
        assertThat(shown.body()).doesNotContain(text(created.data(), "secretKey"));
        assertThat(server.get(KEYS, operator).body()).doesNotContain(text(created.data(), "secretKey"));
    }

    @Test
    void aKeyWithoutEnvironmentIsForTheSandbox() {
        Answer created = server.post(KEYS, "{\"name\":\"n\",\"scopes\":[\"read\"]}", operator);
        assertThat(text(created.data(), "fullKey")).startsWith("pk_test_");
        assertThat(created.data().get("environment")).isEqualTo(new JsonString("test"));
        assertThat(created.data().get("scopes")).isEqualTo(new JsonArray(List.of(new JsonString("read"))));
    }

    @Test
    void theListHasTheTenantsKeysOfBothPlanesAndNobodyElses() {
        JsonObject list = server.get(KEYS + "?limit=1&page=2", operator).data();
        assertThat(list.get("total")).isEqualTo(JsonNumber.of(2));
        assertThat(((JsonArray) list.get("items")).values()).hasSize(1);
        String others = server.sandbox
                .directory()
                .keys(TestServer.OTHER_TENANT)
                .getFirst()
                .created()
                .keyId();
        for (Answer answer : List.of(
                server.get(KEYS + "/" + others, operator),
                delete(KEYS + "/" + others, operator),
                server.post(KEYS + "/" + others + "/rotate", "", operator))) {
            Answer unknown = server.get(KEYS + "/key_000000000000", operator);
            assertThat(OperationsTest.withoutId(answer)).isEqualTo(OperationsTest.withoutId(unknown));
            assertThat(answer.status()).isEqualTo(404);
        }
    }

    @Test
    void aRevokedKeyStopsAtOnce() {
        String id = server.sandbox
                .directory()
                .keys(TestServer.TENANT)
                .getFirst()
                .created()
                .keyId();
        assertThat(server.get(USAGE).status()).isEqualTo(200);
        assertThat(delete(KEYS + "/" + id, operator).data().get("active")).isEqualTo(JsonBoolean.FALSE);
        assertThat(server.get(USAGE).status()).isEqualTo(401);
        assertThat(server.post(KEYS + "/" + id + "/rotate", "", operator).status())
                .isEqualTo(400);
    }

    @Test
    void aRotatedKeyWorksBesideItsSuccessorUntilTheGraceEnds() {
        String id = server.sandbox
                .directory()
                .keys(TestServer.TENANT)
                .getFirst()
                .created()
                .keyId();
        Answer rotated = server.post(KEYS + "/" + id + "/rotate", "{\"graceSeconds\":60}", operator);
        assertThat(rotated.status()).isEqualTo(201);
        String successor = text(rotated.data(), "fullKey");
        server.sandbox.clock.addAndGet(59_999);
        assertThat(server.get(USAGE).status()).isEqualTo(200);
        server.sandbox.clock.addAndGet(1);
        assertThat(server.get(USAGE).status()).isEqualTo(401);
        assertThat(server.get(USAGE, "X-Api-Key", successor).status()).isEqualTo(200);
    }

    @Test
    void whatIsWrongIsNamed() {
        String id = server.sandbox
                .directory()
                .keys(TestServer.TENANT)
                .getFirst()
                .created()
                .keyId();
        for (String body : List.of(
                "{}",
                "{\"name\":\"\"}",
                "{\"name\":\"n\",\"environment\":\"moon\"}",
                "{\"name\":\"n\",\"scopes\":[]}",
                "{\"name\":\"n\",\"scopes\":[\"all\"]}",
                "{\"name\":\"n\",\"scopes\":\"read\"}",
                "{\"name\":\"n\",\"color\":\"red\"}")) {
            assertThat(server.post(KEYS, body, operator).code()).as(body).isEqualTo("VALIDATION_ERROR");
        }
        for (String body : List.of(
                "{\"graceSeconds\":-1}",
                "{\"graceSeconds\":2592001}",
                "{\"graceSeconds\":0.5}",
                "{\"graceSeconds\":\"1\"}")) {
            assertThat(server.post(KEYS + "/" + id + "/rotate", body, operator).code())
                    .as(body)
                    .isEqualTo("VALIDATION_ERROR");
        }
    }

    @Test
    void withoutASessionNothingIsTold() {
        for (String header : List.of("Bearer x", "Basic eDp5", "Bearer", "")) {
            assertThat(server.get(KEYS, "Authorization", header).status())
                    .as(header)
                    .isEqualTo(401);
        }
        assertThat(server.get(KEYS).status()).isEqualTo(401);
        assertThat(server.get(KEYS, "Cookie", "tallystick_session=x").status()).isEqualTo(401);
    }

    @Test
    void aCookieNeedsTheHeaderNoForeignPageCanSend() {
        String cookie = login(TestServer.PASSWORD).header("Set-Cookie");
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
        String pair = "other=1; " + cookie.substring(0, cookie.indexOf(';'));
        assertThat(server.get(KEYS, "Cookie", pair).status()).isEqualTo(200);
        assertThat(server.post(KEYS, "{\"name\":\"n\"}", "Cookie", pair).status())
                .isEqualTo(403);
        assertThat(server.post(KEYS, "{\"name\":\"n\"}", "Cookie", pair, "X-CSRF", "1")
                        .status())
                .isEqualTo(201);
        assertThat(server.post(KEYS, "{\"name\":\"n\"}", "Cookie", pair, "X-Pacspace-CSRF", "1")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void guessingThePasswordIsSlowedDown() {
        Answer last = login("wrong");
        assertThat(last.status()).isEqualTo(401);
        for (int i = 0; i < 20 && last.status() == 401; i++) {
            last = login("wrong");
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.code()).isEqualTo("RATE_LIMITED");
        assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 60);
    }
}
