"""A second verifier of receipts and downloaded logs, written from docs/formats only; see README.md beside it."""
import argparse, base64, datetime, hashlib, json, os, re, sys, unicodedata
from decimal import Decimal
from Crypto.Hash import keccak
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

STEPS = ["parse", "content hashes", "chain", "sums", "items root", "statement", "inclusion", "signature", "witnesses",
         "countersignatures"]
SENTENCES = ["This receipt does not prove that the vendor measured usage correctly.",
             "This receipt does not prove that nothing was left unrecorded.",
             "This receipt does not prove when a record was made; times are the operator's own."]
UNIT = 10 ** 18  # amounts are whole numbers of 10^-18
ZEROS = bytes(32)
sha = lambda data: hashlib.sha256(data).digest()
u = lambda number, size: number.to_bytes(size, "big")


class Bad(Exception):
    """What was read is not of its form, or does not hold."""


def need(holds, what="not of its form"):
    if not holds:
        raise Bad(what)


# --- log.md 2: tree ---
leaf = lambda entry: sha(b"\0" + entry)
node = lambda left, right: sha(b"\1" + left + right)


def root(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha(b"")
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root(leaves[:k]), root(leaves[k:]))


def inclusion_root(index, size, r, path):
    need(0 <= index < size, "index not in the tree")
    fn, sn = index, size - 1
    for p in path:
        need(sn != 0, "path too long")
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0, "path too short")
    return r


# --- log.md 3 to 7: keys, notes, heads, proofs ---
def b64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Bad("no Base64")
    need(base64.b64encode(data).decode() == text)
    return data


def decimal(text):
    need(re.fullmatch("0|[1-9][0-9]{0,18}", text) and int(text) < 2 ** 63)
    return int(text)


def key_name(name):
    need(name and not any(c == "+" or c < " " or c == "\x85" or unicodedata.category(c)[0] == "Z" for c in name))
    return name


def vkey(text, kind):
    parts = text.split("+", 2)
    need(len(parts) == 3)
    name, key = key_name(parts[0]), b64(parts[2])
    need(len(key) == 33 and key[0] == kind)
    ident = sha(name.encode() + b"\n" + key)[:4]
    need(parts[1] == ident.hex(), "the id is not the key's")
    p = 2 ** 255 - 19  # RFC 8032, 5.1.3: the point must decode
    y = int.from_bytes(key[1:], "little") & 2 ** 255 - 1
    d = -121665 * pow(121666, -1, p)
    xx = (y * y - 1) * pow(d * y * y + 1, -1, p) % p
    need(y < p and (xx == 0 or pow(xx, (p - 1) // 2, p) == 1) and not (xx == 0 and key[-1] >> 7), "no point")
    return name, ident, key


def ed25519(key, signature, message):
    try:
        Ed25519PublicKey.from_public_bytes(key[1:]).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Bad("a signature does not hold")


def parse_note(data):
    need(len(data) <= 1_000_000)
    whole = data.decode("utf-8")
    need(not any(c < " " and c != "\n" for c in whole))
    text, found, rest = whole.rpartition("\n\n")
    need(found and text and rest.endswith("\n"))
    signatures = []
    for line in rest[:-1].split("\n"):
        parts = line.split(" ")
        need(len(parts) == 3 and parts[0] == "\u2014")
        blob = b64(parts[2])
        need(len(blob) > 4)
        signatures.append((key_name(parts[1]), blob[:4], blob[4:]))
    need(len(signatures) <= 100)
    lines = text.split("\n")
    need(len(lines) >= 3 and all(lines))
    head = {"text": (text + "\n").encode(), "signatures": signatures, "origin": lines[0], "size": decimal(lines[1]),
            "root": b64(lines[2])}
    need(len(head["root"]) == 32)
    return head


def signed_by(head, keys):
    """The public keys whose lines are there; refused if a line that belongs to one does not hold."""
    found = set()
    for name, ident, blob in head["signatures"]:
        for key in (k for k in keys if k[0] == name and k[1] == ident):
            message = head["text"]
            if key[2][0] == 4:
                need(len(blob) == 72 and 0 < int.from_bytes(blob[:8], "big") < 2 ** 63, "no cosignature")
                message = b"cosignature/v1\ntime %d\n" % int.from_bytes(blob[:8], "big") + message
                ed25519(key[2], blob[8:], message)
            else:
                ed25519(key[2], blob, message)
            found.add(key[2])
    return found


def parse_proof(text):
    first, separator, head = text.partition("\n\n")
    lines = first.split("\n")
    need(separator and len(lines) >= 2 and lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("index "))
    path = [b64(line) for line in lines[2:]]
    need(len(path) <= 63 and all(len(p) == 32 for p in path))
    return decimal(lines[1][6:]), path, parse_note(head.encode("utf-8"))


# --- record.md 1 and 2, receipt.md 1: JSON and values ---
def plain(number):
    sign, digits, exponent = number.as_tuple()
    need(len(digits) + abs(exponent) < 2_000_000 or not any(digits), "number too long")
    if not any(digits):
        return "0"
    need(-500 < number.adjusted() < 500, "number too long")
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    need(len(text) <= 400, "number too long")
    return text


def canonical(v):
    if isinstance(v, dict):
        names = sorted(v, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(canonical(n) + ":" + canonical(v[n]) for n in names) + "}"
    if isinstance(v, list):
        return "[" + ",".join(map(canonical, v)) + "]"
    return plain(v) if isinstance(v, Decimal) else json.dumps(v, ensure_ascii=False)


def no_twice(pairs):
    need(len(dict(pairs)) == len(pairs), "a name twice")
    return dict(pairs)


def depth(v):
    inner = v.values() if isinstance(v, dict) else v if isinstance(v, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)


def read_json(data):
    def constant(_):
        raise Bad("no JSON")
    v = json.loads(data.decode("utf-8"), object_pairs_hook=no_twice, parse_float=Decimal, parse_int=Decimal,
                   parse_constant=constant)
    need(depth(v) <= 40)
    canonical(v).encode("utf-8")  # fails for a lone surrogate or a number that is too long
    return v


def text(v):
    need(isinstance(v, str))
    return v


def ident(v):
    need(1 <= len(text(v).encode()) <= 65_535)
    return v


def matched(pattern, v):
    need(re.fullmatch(pattern, text(v), re.ASCII))
    return v


hashed = lambda v: bytes.fromhex(matched("0x[0-9a-f]{64}", v)[2:])
salt = lambda v: bytes.fromhex(matched("[0-9a-f]{32}", v))


def hash_or_null(v):
    need(v is None or hashed(v) != ZEROS)
    return ZEROS if v is None else hashed(v)


def time(v):
    matched(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", v)
    at = datetime.datetime.strptime(v, "%Y-%m-%dT%H:%M:%S.%fZ")
    return (at - datetime.datetime(1970, 1, 1)) // datetime.timedelta(milliseconds=1)


def amount(v):
    matched(r"-?(0|[1-9]\d*)(\.\d*[1-9])?", v)
    whole, _, part = v.lstrip("-").partition(".")
    need(v != "-0" and len(part) <= 18 and len((whole + part).lstrip("0")) <= 38)
    return (-1 if v[0] == "-" else 1) * (int(whole) * UNIT + int(part.ljust(18, "0")))


def balance(v):
    need(abs(amount(v)) < 10 ** 20 * UNIT)
    return amount(v)


def whole(least):
    def read(v):
        need(isinstance(v, Decimal) and least <= v < 2 ** 63 and v == int(v))
        return int(v)
    return read


def one_of(*values):
    def read(v):
        need(any(type(v) is type(one) and v == one for one in values))
        return v
    return read


def members(v, required, optional=None):
    """Every member read by its kind; none too many, none too few."""
    need(isinstance(v, dict) and required.keys() <= v.keys() <= required.keys() | (optional or {}).keys())
    return {name: (required.get(name) or optional[name])(value) for name, value in v.items()}


def array(kind):
    def read(v):
        need(isinstance(v, list))
        return [kind(one) for one in v]
    return read


def record_id(v):
    digits = matched(r"r_\d{10,18}", v)[2:]
    need(digits == digits.lstrip("0").rjust(10, "0"))
    return int(digits)


def adjusts(v):
    need(len(members(v, {}, {"recordId": text, "referenceId": text})) == 1)
    return v


def obj(v):
    need(isinstance(v, dict))
    return v


def content(v):
    read = members(v, {"customerId": ident, "delta": amount, "reason": text},
                   {"referenceId": text, "occurredAt": time, "metadata": obj, "adjusts": adjusts})
    form = canonical({**v, "delta": Decimal(v["delta"])}).encode()
    return {**read, "hash": keccak.new(digest_bits=256, data=b"pacspace:item:v1:" + form).digest()}


def record(v):
    r = members(v, {"recordId": record_id, "sequence": whole(1), "recordedAt": time, "balance": balance, "salt": salt,
                    "content": content, "contentHash": hashed, "proofHash": hashed, "previousProofHash": hash_or_null})
    need((v["previousProofHash"] is None) == (r["sequence"] == 1))
    return r


def statement(v):
    if v is None:
        return None
    s = members(v, {"salt": salt, "start": time, "end": time, "mode": one_of("window", "fingerprints"),
                    "provisional": one_of(True, False), "openingBalance": balance, "closingBalance": balance,
                    "credits": balance, "debits": balance, "count": whole(0), "firstSequence": whole(0),
                    "lastSequence": whole(0), "chainHead": hash_or_null, "itemsRoot": hashed,
                    "previousCheckpoint": hash_or_null, "issuedAt": time})
    need(s["end"] > s["start"])
    return s


def signature64(v):
    need(len(b64(text(v))) == 64)
    return b64(v)


def parse(data):
    r = members(read_json(data), {
        "format": one_of("tallystick-receipt/1"), "kind": one_of("checkpoint", "record"),
        "log": lambda v: members(v, {"origin": text, "vkey": lambda k: vkey(text(k), 1)}), "tenantId": ident,
        "customerId": ident, "statement": statement, "proofRoot": hashed, "records": array(record),
        "inclusion": lambda v: parse_proof(text(v)), "doesNotProve": lambda v: need(v == SENTENCES),
        "countersignatures": array(lambda v: members(v, {
            "customerKey": lambda k: vkey(text(k), 1), "keyId": ident, "signature": signature64, "signedAt": time}))})
    need(r["log"]["origin"] == r["log"]["vkey"][0])
    need((r["kind"] == "checkpoint") == (r["statement"] is not None))
    need(r["kind"] == "checkpoint" or len(r["records"]) == 1 and not r["countersignatures"])
    return r


# --- receipt.md 3: steps; each returns "pass" or "skipped", or raises Bad ---
fixed = lambda a: a.to_bytes(16, "big", signed=True)
named = lambda r: b"".join(u(len(r[n].encode()), 2) + r[n].encode() for n in ("tenantId", "customerId"))
i64 = lambda n: n.to_bytes(8, "big", signed=True)
pairs = lambda r: zip(r["records"], r["records"][1:])


def content_hashes(r, trust):
    for one in r["records"]:
        need(one["content"]["customerId"] == r["customerId"] and one["content"]["hash"] == one["contentHash"])
    return "pass"


def chain(r, trust):
    for one in r["records"]:
        need(sha(b"tallystick:record:v1" + one["salt"] + named(r) + u(one["sequence"], 8) + i64(one["recordedAt"])
                 + fixed(one["balance"]) + one["contentHash"] + one["previousProofHash"]) == one["proofHash"])
    prints = r["statement"] is not None and r["statement"]["mode"] == "fingerprints"
    for a, b in pairs(r):
        follows = b["sequence"] == a["sequence"] + 1
        need(follows or prints and b["sequence"] > a["sequence"])
        need(not follows or b["previousProofHash"] == a["proofHash"])
        need(b["recordedAt"] >= a["recordedAt"] and b["recordId"] > a["recordId"])
    need(r["statement"] is None or not r["records"] or r["records"][-1]["recordId"] < r["inclusion"][0])
    return "pass"


def sums(r, trust):
    s, records = r["statement"], r["records"]
    if s is None:
        return "skipped"
    need(not records or records[0]["balance"] - records[0]["content"]["delta"] == s["openingBalance"])
    for a, b in pairs(r):
        need(b["sequence"] != a["sequence"] + 1 or b["balance"] - b["content"]["delta"] == a["balance"])
    deltas = [one["content"]["delta"] for one in records]
    need(s["credits"] == sum(d for d in deltas if d > 0) and s["debits"] == sum(d for d in deltas if d < 0))
    need(s["closingBalance"] == s["openingBalance"] + s["credits"] + s["debits"])
    return "pass"


def items_root(r, trust):
    s, records = r["statement"], r["records"]
    if s is None:
        return "skipped"
    ends = (records[0]["sequence"], records[-1]["sequence"]) if records else (0, 0)
    need(s["count"] == len(records) and (s["firstSequence"], s["lastSequence"]) == ends)
    need(not records or s["chainHead"] == records[-1]["proofHash"])
    need(s["itemsRoot"] == root([leaf(one["proofHash"]) for one in records]))
    return "pass"


def statement_step(r, trust):
    s = r["statement"]
    if s is None:
        need(r["records"][0]["proofHash"] == r["proofRoot"])
        return "pass"
    need(r["proofRoot"] == sha(
        b"tallystick:checkpoint:v1" + s["salt"] + named(r) + i64(s["start"]) + i64(s["end"])
        + bytes([s["mode"] == "fingerprints", s["provisional"]])
        + b"".join(fixed(s[n]) for n in ("openingBalance", "closingBalance", "credits", "debits"))
        + b"".join(u(s[n], 8) for n in ("count", "firstSequence", "lastSequence"))
        + s["chainHead"] + s["itemsRoot"] + s["previousCheckpoint"] + i64(s["issuedAt"])))
    need(s["provisional"] == (s["end"] > s["issuedAt"]))
    need(all(s["start"] <= one["recordedAt"] < s["end"] for one in r["records"]))
    return "pass"


def inclusion(r, trust):
    index, path, head = r["inclusion"]
    need(r["kind"] == "checkpoint" or r["records"][0]["recordId"] == index)
    entry = (b"\6" if r["kind"] == "checkpoint" else b"\1") + r["proofRoot"]
    need(inclusion_root(index, head["size"], leaf(entry), path) == head["root"])
    return "pass"


def signature(r, trust):
    head, origin = r["inclusion"][2], r["log"]["origin"]
    need(head["origin"] == origin and signed_by(head, [r["log"]["vkey"]]))
    if not trust["logs"]:
        return "skipped"
    need(signed_by(head, [key for key in trust["logs"] if key[0] == origin]))
    return "pass"


def witnesses(r, trust):
    if not trust["witnesses"]:
        return "skipped"
    found = signed_by(r["inclusion"][2], trust["witnesses"])
    need(len(found) >= trust["needed"])
    return "pass" if found else "skipped"


def countersignatures(r, trust):
    for one in r["countersignatures"]:
        ed25519(one["customerKey"][2], one["signature"], b"tallystick:countersign:v1" + r["proofRoot"])
    need(not trust["customer"] or any(one["customerKey"][2] == trust["customer"][2] for one in r["countersignatures"]))
    return "pass" if r["countersignatures"] else "skipped"


RUN = [content_hashes, chain, sums, items_root, statement_step, inclusion, signature, witnesses, countersignatures]


def verdict(step, *arguments):
    try:
        return step(*arguments)
    except Bad:
        return "fail"


def verify_receipt(data, trust):
    try:
        r = parse(data)
    except (Bad, ValueError, RecursionError):
        return [("fail", STEPS[0])] + [("skipped", name) for name in STEPS[1:]]
    absent = not r["records"] and r["statement"] is not None and r["statement"]["count"] > 0
    found = [("pass", STEPS[0])]
    for name, step in zip(STEPS[1:], RUN):
        found.append(("fail" if absent and step in RUN[:4] else verdict(step, r, trust), name))
    return found


# --- log.md 6 and 9: a downloaded log ---
def parts(folder, kind, size):
    """The bytes of each bundle or tile of level 0, with how many entries it must have."""
    for index in range(0, -(-size // 256)):
        groups = re.findall("...", str(index).rjust(-(-len(str(index)) // 3) * 3, "0"))
        name = "/".join(["x" + g for g in groups[:-1]] + groups[-1:])
        width = min(256, size - 256 * index)
        with open(os.path.join(folder, "tile", kind, name + ("" if width == 256 else ".p/%d" % width)), "rb") as file:
            yield file.read(), width


def verify_log(folder, trust):
    def note(name):
        with open(os.path.join(folder, name), "rb") as file:
            return parse_note(file.read())
    head = note("checkpoint")
    signed = lambda: "pass" if signed_by(head, [k for k in trust["logs"] if k[0] == head["origin"]]) else "fail"
    leaves = []

    def entries():
        for data, width in parts(folder, "entries", head["size"]):
            need(len(data) == 35 * width and all(data[at:at + 2] == b"\0\x21" for at in range(0, len(data), 35)))
            leaves.extend(leaf(data[at + 2:at + 35]) for at in range(0, len(data), 35))
        return "pass"
    found = [(verdict(signed), "signature"), (verdict(entries), "entries")]
    good = found[1][0] == "pass"
    found.append((("pass" if root(leaves) == head["root"] else "fail") if good else "skipped", "root"))
    earlier = note("earlier-head")
    begins = (earlier["origin"] == head["origin"] and earlier["size"] <= head["size"]
              and root(leaves[:earlier["size"]]) == earlier["root"])
    found.append((("pass" if begins else "fail") if good else "skipped", "earlier head"))
    tiles = b"".join(data for data, _ in parts(folder, "0", head["size"]))
    hashes = [tiles[at:at + 32] for at in range(0, len(tiles), 32)]
    found.append(("pass" if len(hashes) == head["size"] and root(hashes) == head["root"] else "fail", "tiles"))
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--key", action="append", default=[], help="vkey of a log that is trusted")
    options.add_argument("--witness", action="append", default=[], help="vkey of a witness that is trusted")
    options.add_argument("--witnesses", type=int, help="how many of them must have cosigned (default: all)")
    options.add_argument("--customer-key", help="vkey of the customer that must have countersigned")
    options.add_argument("files", nargs="+", help="receipts, and folders of downloaded logs")
    given = options.parse_args()
    trust = {"logs": [vkey(key, 1) for key in given.key], "witnesses": [vkey(key, 4) for key in given.witness],
             "needed": len(given.witness) if given.witnesses is None else given.witnesses,
             "customer": vkey(given.customer_key, 1) if given.customer_key else None}
    good = True
    for name in given.files:
        if os.path.isdir(name):
            steps = verify_log(name, trust)
        else:
            with open(name, "rb") as file:
                steps = verify_receipt(file.read(), trust)
        print("#", name)
        print("".join("%s %s\n" % step for step in steps), end="")
        good = good and all(step[0] != "fail" for step in steps)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
