"""Three days of usage, the balance they add up to, and whether both sides agree on it.

Needs Python 3.9 or newer and nothing else. See README.md for how to run it.
"""

import json
import os
import sys
import urllib.error
import urllib.request
from decimal import Decimal

BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8080")
API_KEY = os.environ.get("API_KEY")
CUSTOMER_ID = "cust_acme"

USAGE = {"2026-02-01": Decimal(-100), "2026-02-02": Decimal(-250), "2026-02-03": Decimal(-150)}


def call(method, path, body=None):
    request = urllib.request.Request(
        f"{BASE_URL}/api/v1/balance{path}",
        method=method,
        # The server takes amounts as strings too, so no decimal passes through a float.
        data=None if body is None else json.dumps(body, default=str).encode(),
        headers={"X-Api-Key": API_KEY, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as reply:
        return json.load(reply, parse_float=Decimal)["data"]


def main():
    if not API_KEY:
        sys.exit("Set API_KEY to a sandbox key; the first start of the server printed one.")
    for day, delta in USAGE.items():
        recorded = call("POST", "/delta", {
            "customerId": CUSTOMER_ID,
            "delta": delta,
            "reason": f"Usage on {day}",
            # The same name for the same day every time: running this again stores nothing more.
            "referenceId": f"usage:{CUSTOMER_ID}:{day}",
        })
        before = " (recorded before)" if recorded["idempotent"] else ""
        print(f"{recorded['recordId']} {day} {recorded['delta']}{before}")

    derived = call("GET", f"/derive/{CUSTOMER_ID}")
    print(f"{derived['computedBalance']} across {derived['deltasCount']} verified deltas")

    compared = call("POST", "/compare", {
        "customerId": CUSTOMER_ID,
        "yourBalance": sum(USAGE.values()),
        "theirBalance": Decimal(-500),
    })
    if compared["matchesYours"] and compared["matchesTheirs"]:
        print(f"Both sides agree on {compared['neutralBalance']}")
    else:
        print(compared["discrepancyReport"]["recommendation"])


try:
    main()
except urllib.error.HTTPError as refusal:
    error = json.load(refusal)["error"]
    sys.exit(f"{refusal.code} {error['code']}: {error['message']}")
except urllib.error.URLError as failure:
    sys.exit(f"No server answers at {BASE_URL} ({failure.reason}).")
