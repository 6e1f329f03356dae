package dev.tallystick.simulator.bench;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;

/** The reference for single requests: a bare Helidon that answers {@code POST /echo} with the body. */
public final class EchoServer {
    private EchoServer() {}

    /** Serves until the process is ended. */
    public static void main(String[] arguments) {
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .addRouting(HttpRouting.builder()
                        .post(
                                "/echo",
                                (request, response) ->
                                        response.send(request.content().as(byte[].class)))
                        .get("/healthz", (request, response) -> response.send("up")))
                .build()
                .start();
        System.out.println("Echo is listening on http://127.0.0.1:" + server.port());
    }
}
