package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.config.CompareLimits;
import dev.tallystick.server.config.Limits;
import dev.tallystick.server.sequencer.PlaneName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Records that come as a file: read as they come, bounded in every way, and every refusal names its line. */
class CompareUploadTest {
    private static final String UPLOAD = "/api/v1/balance/compare/upload?customerId=acme&side=yours";
    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";

    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        Limits limits = TestServer.limits().withRequestMillis(2_000);
        server = new TestServer(folder, limits, PlaneName.values());
        StringBuilder deltas = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            deltas.append(i == 0 ? "" : ",")
                    .append("{\"customerId\":\"acme\",\"delta\":-1.25,\"reason\":\"usage\",\"referenceId\":\"u-")
                    .append(i)
                    .append("\"}");
        }
        assertThat(server.post("/api/v1/balance/delta/batch", "{\"deltas\":[" + deltas + "]}")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> upload(String path, String type, String body) {
        return server.send(server.request(path)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static JsonNode records(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        return Json.parse(reply.body()).at("/data/records/yours");
    }

    private static String counts(JsonNode records) {
        StringBuilder counts = new StringBuilder();
        BigDecimal difference = BigDecimal.ZERO;
        for (JsonNode each : records.path("classes")) {
            counts.append(each.path("class").asString())
                    .append('=')
                    .append(each.path("count").asLong())
                    .append(' ');
            difference = difference.add(each.path("difference").decimalValue());
        }
        assertThat(difference).isEqualByComparingTo(records.path("difference").decimalValue());
        return counts.toString().strip();
    }

    @Test
    void csvAndNdjsonSayTheSame_whetherTheLengthIsKnownOrNot() {
        String csv =
                "date,note,delta,referenceId\r\n2026-02-01,\"a, \"\"b\"\"\r\nc\",-1.25,u-0\r\n\r\n,,\"-1.26\",u-1\r\n"
                        + ",,-1.25,u-0\r\n,,7,\"new\"";
        String ndjson = "{\"referenceId\":\"u-0\",\"delta\":-1.25,\"date\":\"2026-02-01\"}\n\n"
                + "{\"referenceId\":\"u-1\",\"delta\":\"-1.26\"}\n{\"referenceId\":\"u-0\",\"delta\":-125e-2,\"date\":null}\r\n"
                + "{\"referenceId\":\"new\",\"delta\":7}\n";
        JsonNode first = records(upload(UPLOAD, CSV, csv));
        assertThat(counts(first))
                .isEqualTo("matched=1 amount_differs=1 missing_theirs=1 missing_yours=998 duplicate=1");
        HttpResponse<String> chunked = server.send(server.request(UPLOAD)
                .header("Content-Type", NDJSON + "; charset=utf-8")
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(ndjson.getBytes(StandardCharsets.UTF_8))))
                .build());
        assertThat(counts(records(chunked))).isEqualTo(counts(first));
        assertThat(records(chunked).path("difference")).isEqualTo(first.path("difference"));
        assertThat(first.at("/items/0/line").asInt()).isEqualTo(5);
    }

    @ParameterizedTest(name = "line {2}, {3}: {4}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            text/csv             | referenceId,delta;a,1;b,x         | 3 | delta       | character 1 does not belong
            text/csv             | referenceId,delta;a,;              | 2 | delta       | delta is missing
            text/csv             | referenceId,delta;a,1,;,2          | 3 | referenceId | needs a referenceId or a date
            text/csv             | date,delta;2026-02-30,2            | 2 | date        | a day of the calendar
            text/csv             | referenceId,amount;a,1             | 1 | delta       | has no column 'delta'; it has 'referenceId', 'amount'
            text/csv             | ref,delta;a,1                      | 1 | referenceId | names neither a column referenceId nor a column date
            text/csv             | referenceId,delta;"a,1             | 2 | body        | never closed
            text/csv             | referenceId,delta;"a"b,1           | 2 | body        | after a closing quotation mark
            text/csv             | referenceId,delta;a,1'000.00       | 2 | delta       | '1'000.00' was sent
            text/csv             | referenceId,delta;a,"1958,93"     | 2 | delta       | delta: '1958,93' has a decimal comma
            text/csv             | referenceId,delta;a,"-1.958,93"   | 2 | delta       | has a decimal comma
            text/csv             | referenceId,delta;a,"1,958.93"    | 2 | delta       | '1,958.93' has a thousands separator: remove it.
            text/csv             | referenceId,delta;a,"-1,958"      | 2 | delta       | if it separates thousands, remove it
            text/csv             | referenceId,delta;a,1.958.000     | 2 | delta       | has points between thousands
            text/csv             | referenceId,delta;a,1;b,-3,000     | 3 | body        | has 3 fields, the header 2
            text/csv             | referenceId,delta,delta;a,1,2      | 1 | delta       | two columns are called
            text/csv             | referenceId,delta,n;a,1,xCRb,2,y     | 2 | body        | carriage return
            application/x-ndjson | {"delta":1,"referenceId":"a"};{]   | 2 | body        | not JSON
            application/x-ndjson | {"delta":1,"referenceId":"a","x":1} | 1 | x          | is not known here
            application/x-ndjson | [1]                                | 1 | body        | must be a JSON object
            application/x-ndjson | {"delta":true,"referenceId":"a"}   | 1 | delta       | must be a number
            application/x-ndjson | {"delta":1,"delta":2}              | 1 | body        | not JSON
            """)
    void aRowThatCannotBeReadIsRefusedWithItsLine(String type, String rows, int line, String field, String sentence) {
        HttpResponse<String> reply =
                upload(UPLOAD, type, rows.replace(";", "\n").replace("CR", "\r"));
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(400);
        JsonNode error = Json.parse(reply.body()).path("error");
        assertThat(error.path("line").asInt()).as(reply.body()).isEqualTo(line);
        if (!error.path("code").asString().equals("MALFORMED_JSON")) {
            assertThat(error.path("field").asString()).isEqualTo(field);
        }
        assertThat(error.path("message").asString())
                .startsWith("Line " + line + ": ")
                .contains(sentence);
    }

    @Test
    void bytesThatAreNoTextAndLinesWithoutEndAreRefused() {
        byte[] latin = "referenceId,delta\n\u00e4,1\n".getBytes(StandardCharsets.ISO_8859_1);
        HttpResponse<String> reply = server.send(server.request(UPLOAD)
                .header("Content-Type", CSV)
                .POST(BodyPublishers.ofByteArray(latin))
                .build());
        assertThat(reply.body()).contains("Line 2: this is not UTF-8");
        assertThat(upload(UPLOAD, CSV, "referenceId,delta\n" + "a".repeat(9_000))
                        .body())
                .contains("Line 2: a line may have at most 8192 bytes");
    }

    @Test
    void manyRowsGoThroughATemporaryFileThatIsGoneAfterwards() throws IOException {
        StringBuilder rows = new StringBuilder("referenceId,delta,date\n");
        for (int i = 0; i < 200_000; i++) {
            rows.append("u-")
                    .append(i)
                    .append(",-1.25,2026-02-0")
                    .append(1 + i % 9)
                    .append('\n');
        }
        JsonNode records = records(upload(UPLOAD, CSV, rows.toString()));
        assertThat(counts(records))
                .isEqualTo("matched=1000 amount_differs=0 missing_theirs=199000 missing_yours=0 duplicate=0");
        assertThat(records.path("difference").decimalValue()).isEqualByComparingTo("-248750");
        assertThat(records.path("items")).hasSize(250);
        assertThat(records.at("/items/249/referenceId").asString()).isEqualTo("u-1249");
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("tallystick-compare-")))
                    .isEmpty();
        }
    }

    private static Socket[] stalled(List<String> uploads) throws IOException {
        Socket[] sockets = new Socket[uploads.size()];
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = new Socket("127.0.0.1", server.port());
            sockets[i].setSoTimeout(30_000);
            sockets[i].getOutputStream().write(uploads.get(i).getBytes(StandardCharsets.US_ASCII));
        }
        return sockets;
    }

    private static void close(Socket[] sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void whoSendsTooLittleIsCutOff_andATenantHasTwoUploadsAtATime() throws IOException {
        String head = "POST " + UPLOAD + " HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + server.tenant.sandboxKey()
                + "\r\nContent-Type: text/csv\r\n";
        String begun = "referenceId,delta\na,1\n";
        List<String> uploads = List.of(
                head + "Content-Length: 1000\r\n\r\n" + begun,
                head + "Transfer-Encoding: chunked\r\n\r\n400\r\n" + begun);
        Socket[] sockets = stalled(uploads);
        HttpResponse<String> third = upload(UPLOAD, CSV, begun);
        for (int tries = 1; third.statusCode() == 201 && tries < 1_000; tries++) {
            // The two have not both been taken in yet, or were cut off already.
            if (tries % 20 == 0) {
                close(sockets);
                sockets = stalled(uploads);
            }
            third = upload(UPLOAD, CSV, begun);
        }
        assertThat(third.statusCode()).as(third.body()).isEqualTo(503);
        assertThat(third.headers().firstValue("Retry-After")).isPresent();
        for (Socket socket : sockets) {
            assertThat(readToEnd(socket)).doesNotContain(" 201 ", " 500 ");
            socket.close();
        }
        HttpResponse<String> afterwards = upload(UPLOAD, CSV, begun);
        while (afterwards.statusCode() == 503) {
            afterwards = upload(UPLOAD, CSV, begun);
        }
        assertThat(afterwards.statusCode()).isEqualTo(201);
    }

    private static String readToEnd(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            // Reset is an end as well.
            return "";
        }
    }

    @Test
    void aBodyLongerThanTakenIsRefusedBeforeItComes() throws IOException {
        String head = "POST " + UPLOAD + " HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + server.tenant.sandboxKey()
                + "\r\nContent-Type: text/csv\r\nExpect: 100-continue\r\nContent-Length: "
                + (CompareLimits.DEFAULT.uploadBytes() + 1) + "\r\n\r\n";
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(readToEnd(socket)).startsWith("HTTP/1.1 413 ").contains("268435456");
        }
    }
}
