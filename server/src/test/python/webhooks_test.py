"""Receives webhooks and verifies each with two public packages: pacspace-sdk and standardwebhooks.

Arguments: base URL, bearer token of the operator, sandbox key. Prints "all good".
"""

import http.client
import json
import queue
import sys
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, HTTPServer

from pacspace_sdk.webhooks import Webhooks
from standardwebhooks.webhooks import Webhook

BASE, BEARER, KEY = sys.argv[1:4]
received = queue.Queue()


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
        received.put((dict(self.headers.items()), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        pass


def call(method, path, body=None, **headers):
    host = urllib.parse.urlsplit(BASE)
    connection = http.client.HTTPConnection(host.hostname, host.port, timeout=30)
    text = None if body is None else json.dumps(body)
    connection.request(method, path, text, {"Content-Type": "application/json", **headers})
    reply = json.loads(connection.getresponse().read())
    assert reply["success"], reply
    return reply["data"]


def record(reference):
    delta = {"customerId": "acme", "delta": -42.5, "reason": "Grüße", "referenceId": reference}
    return call("POST", "/api/v1/balance/delta", delta, **{"X-Api-Key": KEY})


def verified(headers, body, secret):
    ours = Webhooks(secret).verify_from_headers(headers, body)
    standard = Webhook(secret).verify(body, {name.lower(): value for name, value in headers.items()})
    assert ours == standard, (ours, standard)
    return ours


def refused(headers, body, secret):
    for check in (lambda: Webhooks(secret).verify_from_headers(headers, body),
                  lambda: Webhook(secret).verify(body, {name.lower(): value for name, value in headers.items()})):
        try:
            check()
        except Exception:
            continue
        raise AssertionError("a wrong signature was taken for a good one")


server = HTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
operator = {"Authorization": "Bearer " + BEARER}
url = "http://127.0.0.1:%d/hook" % server.server_port
endpoint = call("POST", "/dashboard/webhooks", {"url": url}, **operator)
secret = endpoint["secret"]

stored = record("one")
created, told = received.get(timeout=30), received.get(timeout=30)
assert verified(*created, secret)["event"] == "customer.created"
event = verified(*told, secret)
assert event["event"] == told[0]["X-Webhook-Event"] == "delta.verified", event
assert event["id"] == told[0]["X-Event-ID"] == told[0]["webhook-id"], told[0]
assert event["data"]["recordId"] == stored["recordId"], event
assert event["data"]["delta"] == -42.5 and event["data"]["reason"] == "Grüße", event
assert event["data"]["proof"]["proofHash"] == stored["proofHash"], event
refused(told[0], told[1] + " ", secret)
refused(told[0], told[1], "whsec_" + "A" * 43 + "=")

# What no event of the journal stands for is told as well.
call("POST", "/api/v1/balance/compare", {"customerId": "acme", "yourBalance": -42.5, "theirBalance": -40},
     **{"X-Api-Key": KEY})
diverged = verified(*received.get(timeout=30), secret)
assert diverged["event"] == "compare.diverged" and diverged["data"]["amount"] == 2.5, diverged
call("POST", "/api/v1/balance/delta/batch", {"deltas": [{"customerId": "acme", "delta": 0, "reason": "none"}]},
     **{"X-Api-Key": KEY})
failed = verified(*received.get(timeout=30), secret)
assert failed["event"] == "delta.failed" and failed["data"]["error"] == "VALIDATION_ERROR", failed

# For a day after a rotation, whoever knows either secret is content.
rotated = call("POST", "/dashboard/webhooks/%s/rotate" % endpoint["id"], {}, **operator)["secret"]
record("two")
both = received.get(timeout=30)
assert verified(*both, secret) == verified(*both, rotated)
assert "," in both[0]["X-PacSpace-Signature"] and " " in both[0]["webhook-signature"], both[0]

# Without overlap the old one is worth nothing at once.
last = call("POST", "/dashboard/webhooks/%s/rotate" % endpoint["id"], {"overlapSeconds": 0}, **operator)["secret"]
record("three")
only = received.get(timeout=30)
verified(*only, last)
refused(*only, rotated)
print("all good")
