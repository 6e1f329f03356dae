"""Drives the public Python client pacspace-sdk, as published, against a Tallystick server.

Arguments: the server's address, a sandbox key and an operator's token. Ends with 0 and "all good", or with the first thing that is not so.
"""

import sys
from datetime import datetime, timezone

from pacspace_sdk import PacSpace, PacSpaceError

BASE_URL, API_KEY, TOKEN = sys.argv[1:4]


def expect(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: expected {wanted!r}, found {found!r}")


def expect_error(what, status, code, call):
    try:
        call()
    except PacSpaceError as error:
        expect(f"{what}: status", error.status_code, status)
        # The client puts its own word for some statuses into error.code; what the server said stays in api_body.
        expect(f"{what}: code", error.api_body["code"], code)
        if not str(error):
            sys.exit(f"{what}: no message")
        return error
    sys.exit(f"{what}: expected {status} {code}, but it succeeded")


client = PacSpace(API_KEY, base_url=BASE_URL, submission={"maxRequestsPerMinute": 6000})
balance = client.balance

# emit: numbers as Python prints them
first = balance.emit("cust_py", -42.0, "API calls", {"referenceId": "py:1", "metadata": {"calls": 4200}})
expect("emit status", first["status"], "VERIFIED")
expect("emit delta", first["delta"], -42)
expect("emit receiptId", first["receiptId"], first["proofHash"])
again = balance.emit("cust_py", -42, "API calls", {"referenceId": "py:1", "metadata": {"calls": 4200}})
expect("emit again", (again["recordId"], again["idempotent"]), (first["recordId"], True))
tiny = balance.emit("cust_py", 1e-05, "rounding", {"idempotencyKey": "py-key-1"})
expect("emit 1e-05", tiny["delta"], 0.00001)
replay = balance.emit("cust_py", 1e-05, "rounding", {"idempotencyKey": "py-key-1"})
expect("emit replayed by key", replay, tiny)
fixed = balance.emit("cust_py", 2, "correction", {"adjusts": {"recordId": first["recordId"]}})
expect("emit adjusts", fixed["adjusts"], {"recordId": first["recordId"]})
balance.emit("cust_py", 0.99999, "correction", {"adjusts": {"referenceId": "py:1"}})
waited = balance.emit_and_wait("cust_py", -1, "and wait", {"timeout": 5000, "pollInterval": 50})
expect("emit_and_wait", waited["status"], "VERIFIED")

# errors arrive with status, code and message
expect_error(
    "same reference, other amount",
    409,
    "REFERENCE_CONFLICT",
    lambda: balance.emit("cust_py", -43, "API calls", {"referenceId": "py:1"}),
)
expect_error(
    "same key, other body",
    409,
    "IDEMPOTENCY_CONFLICT",
    lambda: balance.emit("cust_py", 3, "rounding", {"idempotencyKey": "py-key-1"}),
)
expect_error("zero", 400, "VALIDATION_ERROR", lambda: balance.emit("cust_py", 0, "nothing"))
expect_error("nobody", 404, "CUSTOMER_NOT_FOUND", lambda: balance.derive("nobody"))
expect_error(
    "wrong key",
    401,
    "INVALID_API_KEY",
    lambda: PacSpace(API_KEY[:-1] + ("A" if API_KEY[-1] != "A" else "B"), base_url=BASE_URL).balance.usage(),
)

# status
status = balance.delta_status(first["recordId"])
expect("delta_status", (status["status"], status["metadata"]), ("VERIFIED", {"calls": 4200}))
expect("get_record_status", balance.get_record_status(first["recordId"]), status)
expect("wait_for_verified", balance.wait_for_verified(first["recordId"], {"timeout": 5000}), status)
expect_error("unknown record", 404, "RECORD_NOT_FOUND", lambda: balance.delta_status("r_0000999999"))

# queued summaries: 150 of them go out in two requests
summaries = [
    {
        "customerId": f"cust_sum_{i % 3}",
        "delta": -1 - i / 4,
        "windowStart": f"2026-02-{i % 28 + 1:02d}T{i // 28:02d}:00:00Z",
        "windowEnd": f"2026-02-{i % 28 + 1:02d}T{i // 28 + 1:02d}:00:00Z",
    }
    for i in range(150)
]
balance.queue_summaries(summaries)
expect("queued", balance.get_summary_queue_state()["queuedCount"], 150)
flushed = balance.flush_summaries()
expect("flush failures", flushed["failures"], [])
expect(
    "flush",
    [flushed[k] for k in ("attempted", "submitted", "failed", "replayed", "requestCount", "queuedAfterFlush")],
    [150, 150, 0, 0, 2, 0],
)
balance.queue_summaries(summaries)
repeated = balance.flush_summaries()
expect("flush again", [repeated[k] for k in ("submitted", "replayed", "failed")], [150, 150, 0])
balance.queue_summaries([dict(summaries[0], delta=5e9), dict(summaries[1], referenceId="fresh", delta=-3)])
partly = balance.flush_summaries()
expect("flush with one bad", [partly[k] for k in ("submitted", "failed")], [1, 1])
expect("its error", partly["failures"][0]["error"], "VALIDATION_ERROR")
balance.stop_summary_scheduler()
client.balance.submission._queue.clear()  # The bad one would be sent again when this process ends.

# derive in every form
month = datetime.now(timezone.utc).strftime("%Y-%m")
derived = balance.derive("cust_py")
expect("derive", (derived["computedBalance"], derived["deltaCount"], derived["deltasCount"]), (-40, 5, 5))
expect("derive rows", [row["status"] for row in derived["deltas"]], ["VERIFIED"] * 5)
expect("derive period", balance.derive("cust_py", {"period": month})["scope"], derived["scope"])
expect("derive preset", balance.derive("cust_py", {"timePreset": "current_month"})["computedBalance"], -40)
expect("derive other month", balance.derive("cust_py", {"period": "2020-02"})["deltaCount"], 0)
expect("derive starting", balance.derive("cust_py", {"startingBalance": 100.5})["computedBalance"], 60.5)
page = balance.derive("cust_py", {"limit": 2, "offset": 1})
expect("derive page", ([row["sequenceNumber"] for row in page["deltas"]], page["deltaCount"]), (["2", "3"], 5))
year = datetime.now(timezone.utc).year
window = {"startDate": f"{year}-01-01T00:00:00Z", "endDate": f"{year + 1}-01-01T00:00:00Z"}
expect("derive dates", balance.derive("cust_py", window)["computedBalance"], -40)
expect("derive custom", balance.derive("cust_py", {"timePreset": "custom", **window})["computedBalance"], -40)
offsets = {"startDate": f"{year}-01-01T00:00:00+02:00", "endDate": f"{year + 1}-01-01"}
expect("derive offset", balance.derive("cust_py", offsets)["computedBalance"], -40)
expect("derive_current_month", balance.derive_current_month("cust_py")["computedBalance"], -40)
expect("derive_for_period", balance.derive_for_period("cust_py", month)["computedBalance"], -40)
for months in (1, 3, 24):
    expect("derive_months_back", balance.derive_months_back("cust_py", months)["computedBalance"], -40)
expect_error("derive 25 months", 400, "SCOPE_TOO_WIDE", lambda: balance.derive_months_back("cust_py", 25))
too_wide = {"startDate": "2020-01-01", "endDate": "2026-01-01"}
expect_error("derive too wide", 400, "SCOPE_TOO_WIDE", lambda: balance.derive("cust_py", too_wide))

# compare
agreed = balance.compare("cust_py", {"yours": -40, "theirs": -40.0})
expect("compare", (agreed["matchesYours"], agreed["matchesTheirs"], agreed["discrepancyReport"]), (True, True, None))
differs = balance.compare("cust_py", {"yours": -40, "theirs": -39.5}, {"period": month, "startingBalance": 0})
report = differs["discrepancyReport"]
expect("compare differs", (report["amount"], report["divergentParty"]), (0.5, "theirs"))
if not report["recommendation"]:
    sys.exit("compare: no recommendation")
compared = balance.compare("cust_py", {"yours": -40, "theirs": -40}, {"timePreset": "custom", **window})
expect("compare custom", compared["neutralBalance"], -40)

# reads
gaps = balance.gaps("cust_py")
expect("gaps", (gaps["gaps"], gaps["contiguous"], gaps["checked"]), ([], True, 5))
expect("gaps from to", balance.gaps("cust_py", {"fromSequence": 2, "toSequence": 3, "limit": 10})["checked"], 2)
usage = balance.usage()
expect("usage", (usage["allowed"], usage["consumedDeltas"]), (True, 5 + 150 + 1))
listed = balance.customers({"search": "CUST_", "limit": 2, "page": 2})
expect("customers", [c["customerId"] for c in listed["customers"]], ["cust_sum_1", "cust_sum_2"])
expect("customers total", listed["pagination"]["total"], 4)
customer = balance.customer("cust_py", {"deltaPage": 1, "deltaLimit": 2, "period": month})
expect("customer", (customer["totalDeltas"], customer["computedBalance"]), (5, -40))
expect("customer activity", len(customer["recentActivity"]["items"]), 2)
expect("customer statuses", {item["status"] for item in customer["recentActivity"]["items"]}, {"VERIFIED"})

# customers made by the operator, and their cadence
as_operator = {"dashboardToken": TOKEN}
created = client.customers.create(
    display_name="Daily Ltd",
    customer_id="cust_daily",
    sharing_state_hint="INHERIT",
    event_cadence="DAILY",
    unit_label="API calls",
    options=as_operator,
)
expect("created", (created["customerId"], created["eventCadence"], created["environment"]), ("cust_daily", "DAILY", "test"))
made_up = client.customers.create(display_name="No Id Ltd", event_cadence="PER_EVENT", options=as_operator)
expect("made up", (made_up["customerId"][:4], made_up["displayName"]), ("cus_", "No Id Ltd"))
expect_error(
    "create again, otherwise",
    409,
    "REFERENCE_CONFLICT",
    lambda: client.customers.create(display_name="Other", customer_id="cust_daily", options=as_operator),
)
balance.emit("cust_daily", -5, "day one", {"referenceId": "daily:1"})
limited = expect_error(
    "cadence", 429, "CADENCE_LIMIT", lambda: balance.emit("cust_daily", -6, "too soon", {"referenceId": "daily:2"})
)
expect("cadence customer", limited.api_body["customerId"], "cust_daily")
if not 0 < limited.api_body["retryAfterSeconds"] <= 86400:
    sys.exit(f"cadence: retryAfterSeconds {limited.api_body['retryAfterSeconds']}")
expect("cadence code", limited.code, "CADENCE_LIMIT")
expect("repeat is no new record", balance.emit("cust_daily", -5, "day one", {"referenceId": "daily:1"})["idempotent"], True)
soon = [dict(summaries[0], customerId="cust_daily", delta=-7), dict(summaries[1], customerId="cust_free", delta=-1)]
balance.queue_summaries(soon)
mixed = balance.flush_summaries()
expect("cadence in a flush", [mixed[k] for k in ("submitted", "failed")], [1, 1])
expect("its error", mixed["failures"][0]["error"], "CADENCE_LIMIT")
balance.stop_summary_scheduler()
client.balance.submission._queue.clear()
client.shutdown()
print("all good")
