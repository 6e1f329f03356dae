#!/usr/bin/env python3
"""Holds verify_receipt.py and verify_report.py to the vectors in the pages, to edges of the formats and to damaged samples.

usage: check_vectors.py        (some ten seconds; exit code 0 if every check holds)
"""
import contextlib, copy, io, json, random, re, sys, tempfile
from pathlib import Path
import verify_receipt as v

project = Path(__file__).resolve().parent.parent.parent
formats, samples = project / "docs/formats", project / "samples"
def block(page): return json.loads(re.search(r"```json\n(\{\n.*?)\n```", (formats / page).read_text(), re.DOTALL)[1])
def refused(f, *args):
    try: f(*args)
    except Exception: return True
    return False
n = 0
def check(condition, *about):
    global n
    n += 1
    if not condition: raise SystemExit(f"WRONG, line {sys._getframe(1).f_lineno}: {about}")

# record.md
page = block("record.md")
for c in page["numbers"]: check(v.number(c["json"]) == c["canonical"], c)
for c in page["fixed128"]: check(v.fixed128(v.balance(c["amount"])).hex() == c["fixed128"], c)
keccak = lambda data: "0x" + v.keccak.new(digest_bits=256, data=data).hexdigest()
for c in page["items"]:
    canonical = v.canonical(v.read_json(c["json"].encode()))
    check(canonical == c["canonical"] and keccak(b"pacspace:item:v1:" + canonical.encode()) == c["contentHash"], c)
for c in page["records"]:
    sent = v.read_json(c["sent"].encode())
    sent["delta"] = v.number(sent["delta"])
    if "occurredAt" in sent: sent["occurredAt"] = json.loads(c["canonical"])["occurredAt"]
    canonical = v.canonical(sent)
    check(canonical == c["canonical"] and keccak(b"pacspace:item:v1:" + canonical.encode()) == c["contentHash"], c["name"])
    check(v.time(c["recordedAt"]) == c["recordedAtMillis"], c["name"])
    hashed = b"".join([b"tallystick:record:v1", v.salt(c["salt"]), v.u16_text(c["tenantId"]), v.u16_text(c["customerId"]),
        v.i64(c["sequence"]), v.i64(v.time(c["recordedAt"])), v.fixed128(v.balance(c["balance"])), v.hash32(c["contentHash"]),
        v.hash_or_null(c["previousProofHash"])])
    check(hashed.hex() == c["hashed"] and "0x" + v.sha(hashed).hex() == c["proofHash"], c["name"])

# checkpoint.md
page = block("checkpoint.md")
for c in page["statements"]:
    check(v.root([v.leaf(bytes.fromhex(h)) for h in c["proofHashes"]]).hex() == c["itemsRoot"], c["name"])
    d = v.SimpleNamespace(statement=v.SimpleNamespace(
        salt=bytes.fromhex(c["salt"]), start=c["start"], end=c["end"], mode=c["mode"], provisional=c["provisional"],
        openingBalance=v.balance(c["opening"]), closingBalance=v.balance(c["closing"]), credits=v.balance(c["credits"]),
        debits=v.balance(c["debits"]), count=c["count"], firstSequence=c["firstSequence"], lastSequence=c["lastSequence"],
        chainHead=bytes.fromhex(c["chainHead"]), itemsRoot=bytes.fromhex(c["itemsRoot"]),
        previousCheckpoint=bytes.fromhex(c["previousCheckpoint"]), issuedAt=c["issuedAt"]),
        account=v.u16_text(c["tenantId"]) + v.u16_text(c["customerId"]), proofRoot=bytes.fromhex(c["proofRoot"]), records=[])
    check(not refused(v.statement, d), c["name"])
c = page["countersignature"]
key = v.vkey(c["customerKey"])
check(not refused(key.check, v.base64_bytes(c["signature"], [64]), bytes.fromhex(c["message"])))

# log.md
page = block("log.md")
keys = [v.vkey(page["keys"][0]["vkey"])] + [v.vkey(k["vkey"], 4) for k in page["keys"][1:]]
for c in page["heads"]:
    head = v.read_head(c["note"])
    check((head.origin, head.size, head.root) == (c["origin"], c["size"], v.base64_bytes(c["root"], [32])), c)
    check(len(v.signers(head, keys)) == 1 + len(c["cosigned"]), c)
for c in page["proofs"]:
    check(refused(v.proof, c["text"]), "extra line")
    read = v.proof(re.sub("extra .*\n", "", c["text"]))
    check(read.index == c["index"] and read.path == [v.base64_bytes(p, [32]) for p in c["path"]], c)

# log.md 2: the pseudo-code of the page, literally, against root_by_path on every small tree, with paths cut, lengthened, changed
def by_the_page(index, size, r, path):
    if not 0 <= index < size: return None
    fn, sn = index, size - 1
    for p in path:
        if sn == 0: return None
        if fn % 2 == 1 or fn == sn:
            r = v.node(p, r)
            while fn % 2 == 0 and fn != 0: fn >>= 1; sn >>= 1
        else: r = v.node(r, p)
        fn >>= 1; sn >>= 1
    return r if sn == 0 else None
def ours(*args):
    try: return v.root_by_path(*args)
    except Exception: return None
def path_of(index, leaves):
    if len(leaves) == 1: return []
    k = v.left_part(len(leaves))
    return path_of(index, leaves[:k]) + [v.root(leaves[k:])] if index < k else path_of(index - k, leaves[k:]) + [v.root(leaves[:k])]
leaves = [v.leaf(bytes([i])) for i in range(20)]
for size in range(0, 20):
    for index in range(-1, size + 2):
        good = path_of(index, leaves[:size]) if 0 <= index < size else leaves[:2]
        if 0 <= index < size: check(ours(index, size, leaves[index], good) == v.root(leaves[:size]), index, size)
        for path in ([], good, good[:-1], good[1:], good + good[:1], [leaves[0]] + good, good[::-1]):
            check(ours(index, size, leaves[0], path) == by_the_page(index, size, leaves[0], path), index, size, len(path))
for size in (2**63 - 1, 2**40 + 1):
    for length in range(0, 70):
        path = [leaves[0]] * length
        for index in (0, size - 1, size // 3): check(ours(index, size, leaves[1], path) == by_the_page(index, size, leaves[1], path))

# edges of receipt.md 1
J = lambda text: v.read_json(text.encode() if isinstance(text, str) else text)
for bad in ['\ufeff{}', '{} x', '{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '"\\ud83d"', '{"\\ude00":1}', '"\\ude00\\ud83d"', 'NaN', '[Infinity]', '-Infinity',
            '01', '1.', '.5', '+1', '1e', '[1,]', '"\t"', "{'a':1}", '', '1e400', '1e-399', '1' * 401, '1e99999999999999999999999',
            '1e-' + '9' * 5000, '[' * 41 + ']' * 41, '[' * 100000, '{"a":' * 50000, b'"\xff"', b'"\xed\xa0\x80"', b'"\xc0\x80"', '\x0c1', '\xa01']:
    check(refused(J, bad), bad[:40])
for good, value in [('1e399', "1" + "0" * 399), ('1e-398', "0." + "0" * 397 + "1"), ('0e99999999999999999999999', "0"), ('-0.0E-5', "0"), ('1' * 400, '1' * 400),
                    ('1' + '0' * 5000 + 'e-5000', "1"), ('0.' + '0' * 5000 + '1e5001', "1"), ('1e' + '0' * 5000 + '1', "10"), ('-1.50', "-1.5"), ('100', "100"),
                    ('12e-1', '1.2'), ('"\\ud83d\\ude00"', "\U0001f600")]:
    check(J(good) == value, good[:40], J(good)[:40])
check(not refused(J, '[' * 40 + ']' * 40))
for bad in ["-0", "1.0", "01", "+1", "1e2", ".5", "1.", "", "1" + "0" * 38, "0.0000000000000000001", "1" * 21 + "." + "1" * 18, "1\n", "\u0661", "-0.0", "1,5", None, 1, v.Number("1"), "-"]:
    check(refused(v.amount, bad), bad)
for good in ["0", "-0.5", "1" + "0" * 37, "9" * 20 + "." + "9" * 18, "0.000000000000000001"]: check(v.amount(good) == v.fractions.Fraction(good) * 10**18, good)
check(refused(v.balance, "1" + "0" * 20) and v.balance("-" + "9" * 20 + "." + "9" * 18) == -(10**38 - 1) and v.amount("-0.5") == -5 * 10**17)
for bad in ["2026-02-29T00:00:00.000Z", "2026-01-01T24:00:00.000Z", "2026-01-01T00:60:00.000Z", "2026-01-01T00:00:60.000Z", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000z",
            "2026-01-01 00:00:00.000Z", "2026-01-01T00:00:00.000Z\n", "2026-13-01T00:00:00.000Z", "0000-00-01T00:00:00.000Z", "1900-02-29T00:00:00.000Z", "\u0662026-01-01T00:00:00.000Z"]:
    check(refused(v.time, bad), bad)
check(v.time("0000-02-29T00:00:00.000Z") == -62162121600000 and v.time("9999-12-31T23:59:59.999Z") == 253402300799999 and v.time("0001-01-01T00:00:00.000Z") == -62135596800000)
for bad in ["r_1", "r_00000000001", "r_1234567890123456789", "r_00000000000", "r_000000000x", "R_0000000001"]: check(refused(v.record_id, bad), bad)
check(v.record_id("r_0000000000") == 0 and v.record_id("r_12345678901") == 12345678901 and v.record_id("r_123456789012345678") == 123456789012345678)
check(refused(v.ident, "") and refused(v.ident, "\u00e9" * 32768) and v.ident("a" * 65535) and v.ident("\n"))
for bad in ["-1", "1.5", "9223372036854775808", "1e19"]: check(refused(v.whole, J(bad)), bad)
check(v.whole(J("9223372036854775807")) == 2**63 - 1 and v.whole(J("0")) == 0 and refused(v.whole, "1") and refused(v.whole, True))
check(refused(v.hash_or_null, "0x" + "0" * 64) and v.hash_or_null(None) == bytes(32) and refused(v.hash32, None))
for bad in [{}, {"recordId": "a", "referenceId": "b"}, {"recordId": None}, "recordId", 1, None, [], ["recordId"]]: check(refused(v.adjusts, bad), bad)
for kind, bad in [(1, (1).to_bytes(32, "little")), (1, bytes(32)), (1, (2**255 - 19).to_bytes(32, "little")), (1, (2**255 - 18).to_bytes(32, "little")), (1, b"\xff" * 32),
                  (1, (2).to_bytes(32, "little")), (1, bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")), (4, keys[0].public), (2, keys[0].public)]:
    data = bytes([kind]) + bad
    check(refused(v.vkey, f"x+{v.sha(b'x', bytes([10]), data)[:4].hex()}+{v.base64.b64encode(data).decode()}"), bad.hex())
for name in ["", "a b", "a\u2028b", "a\u3000", "a\x85", "a\x1f"]:
    data = bytes([1]) + keys[0].public
    check(refused(v.vkey, f"{name}+{v.sha(name.encode(), bytes([10]), data)[:4].hex()}+{v.base64.b64encode(data).decode()}"), name)
import unicodedata
z = {c for c in map(chr, range(0x110000)) if c in "+\x85" or c < " " or unicodedata.category(c)[0] == "Z"}
check(z == {c for c in map(chr, range(0x110000)) if not re.fullmatch(v.NAME, c)}, "key name characters")
note = page["heads"][0]["note"]
for bad in [note[:-1], note + "\n", note + " ", note.replace("\n\n", "\n"), note.replace("\n\n", "\n\n\n"), "\n" + note, note.replace("20852163", "020852163"),
            note.replace("20852163", "9223372036854775808"), note.replace("20852163", "+5"), note.replace("\n\n", "\n\n\u2014 x AAAAAA==\n"), note.replace("\u2014 log", "- log"),
            note.replace("\n\n", "\nx\ty\n\n"), note.replace("\n\n", "\r\n\n"), note + "\u2014 x AAAAAAA=\n" * 98, note.split("\n\n")[0] + "\n\n", "", "\n\n"]:
    check(refused(v.read_head, bad), bad)
check(not refused(v.read_head, note + "\u2014 x AAAAAAA=\n" * 97) and not refused(v.read_head, note.replace("\n\n", "\nx\u2028y\u00a0\x7f\n\n")))

# random damage to the samples: no traceback, always all steps; none passes but where it says what was said before
random.seed(1)
logs = ["--key", page["keys"][0]["vkey"], "--witness", page["keys"][1]["vkey"], "--witness", page["keys"][2]["vkey"]]
def run(path):
    out, code = io.StringIO(), None
    sys.argv = ["verify_receipt.py", *logs, str(path)]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        try: v.main()
        except SystemExit as e: code = int(e.code)
    return out.getvalue(), code
with tempfile.TemporaryDirectory() as folder:
    file = Path(folder) / "f.json"
    def proved(data):  # receipt.md 4, and what may be taken away
        receipt = json.loads(data)
        if receipt["kind"] == "checkpoint": receipt["records"] = [r | {"recordId": None} for r in receipt["records"]]
        return receipt | {"countersignatures": None}
    for name in ("checkpoint", "empty-window", "fingerprints", "first-record", "record"):
        sample = samples / f"receipts/valid/{name}.json"
        data = sample.read_bytes()
        for _ in range(150):
            at, kind = random.randrange(len(data)), random.randrange(3)
            changed = data[:at] + (bytes([data[at] ^ 1 << random.randrange(8)]), b"", data[at:at + 1] * 2)[kind] + data[at + 1:]
            file.write_bytes(changed)
            out, code = run(file)
            check(len(out.splitlines()) == 10 and code in (0, 1), sample, at)
            check(code == 1 or proved(changed) == proved(data), sample, at)
        def put(value, path, new):
            for p in path[:-1]: value = value[p]
            value[path[-1]] = new
        def paths(value, path=()):
            yield path
            for k, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else (): yield from paths(inner, path + (k,))
        original = json.loads(data)
        for path in [p for p in paths(original) if p]:
            for new in (None, 5, "x", [], {}, True, ""):
                changed = copy.deepcopy(original)
                put(changed, path, new)
                file.write_text(json.dumps(changed))
                out, code = run(file)
                check(len(out.splitlines()) == 10 and code in (0, 1), path, new)
                check(code == 1 or proved(file.read_bytes()) == proved(data), path, new)
    for odd in (b"", b"\0" * 100, b"[]", b"5", b'"x"', b"{}", b'{"format":"tallystick-report/1"}', b"[" * 10**6):
        file.write_bytes(odd)
        check(run(file)[0] == "fail parse\n" + "".join(f"skipped {s.__name__.replace('_', ' ')}\n" for s in v.RECEIPT_STEPS[1:]) and run(file)[1] == 1, odd[:9])
    for odd in ("/nonexistent", "/proc/self/mem", "x" * 5000, "a\udcff"): check(run(odd)[0].startswith("fail parse\nskipped ") and run(odd)[1] == 1, odd[:20])
    check(run(folder)[0] == "fail signature\nskipped entries\nskipped root\nskipped earlier head\nskipped tiles\n")

# logs of several tiles and levels, made here; the names of tiles, log.md 6
import base64, shutil
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
def signed(text):
    name, key_id, seed = page["keys"][0]["secret"].removeprefix("PRIVATE+KEY+").split("+", 2)
    signature = Ed25519PrivateKey.from_private_bytes(base64.b64decode(seed)[1:]).sign(text.encode())
    return f"{text}\n\u2014 {name} {base64.b64encode(bytes.fromhex(key_id) + signature).decode()}\n"
# a report, made here: report.md; its eventHash is the vector of report.md 2
import verify_report as w
d = v.SimpleNamespace(recordedAt=0x19b76daa87b, salt=b"\x44" * 16, tenantId="ten_0123456789ab", customerId="cust_1",
    reportHash=bytes.fromhex("a67071a4096550f7c0ed59015bd080dfcb90b62ea0777545b27f05e07b938191"),
    eventHash=bytes.fromhex("f3bef7e956b81e967efc03437b082f0adb3fb7b032fcbf1abb3231a077d7b97e"))
check(not refused(w.statement, d), "vector of report.md 2")
def report(folder, **changes):
    r = {"format": "tallystick-report/1", "log": {"origin": "log.example/sandbox", "vkey": page["keys"][0]["vkey"]}, "tenantId": "t" * 200, "customerId": "cust_1",
         "recordedAt": "2026-03-01T09:30:00.000Z", "salt": "44" * 16, "report": {"customerId": "cust_1", "neutralBalance": "-42.5", "n": 3}, "doesNotProve": list(w.REPORT_SENTENCES)}
    r["reportHash"] = "0x" + v.sha(v.canonical(J(json.dumps(r["report"]))).encode()).hex()
    r["eventHash"] = "0x" + v.sha(b"tallystick:event:v1\x0c\x02", v.i64(v.time(r["recordedAt"])), v.salt(r["salt"]), b"\xc8\x01" + b"t" * 200, b"\x06cust_1", v.hash32(r["reportHash"])).hex()
    tree = leaves[:5] + [v.leaf(b"\x0c" + v.hash32(r["eventHash"]))] + leaves[5:9]
    lines = "".join(base64.b64encode(p).decode() + "\n" for p in path_of(5, tree))
    r["inclusion"] = f"c2sp.org/tlog-proof@v1\nindex 5\n{lines}\n{head_of(tree)}"
    file = Path(folder) / "report.json"
    file.write_text(json.dumps(r | changes))
    return file
def run_report(file):
    out, code = io.StringIO(), None
    sys.argv = ["verify_report.py", *logs[:2], str(file)]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        try: v.main(w.STEPS)
        except SystemExit as e: code = int(e.code)
    return " ".join(line.split()[0] for line in out.getvalue().splitlines()), code
def head_of(hashes): return signed(f"log.example/sandbox\n{len(hashes)}\n{base64.b64encode(v.root(hashes)).decode()}\n")
def write_log(folder, size, earlier):
    def put(kind, n, width, data):
        file = folder / "tile" / kind / (f"{n:03}" if width == 256 else f"{n:03}.p/{width}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    rows = [b"\1" + v.sha(str(i).encode()) for i in range(size)]
    for i in range(0, size, 256): put("entries", i // 256, len(rows[i:i + 256]), b"".join(b"\0\x21" + row for row in rows[i:i + 256]))
    level, hashes = 0, [v.leaf(row) for row in rows]
    (folder / "checkpoint").write_text(head_of(hashes))
    (folder / "earlier-head").write_text(head_of(hashes[:earlier]))
    while hashes:
        for i in range(0, len(hashes), 256): put(str(level), i // 256, len(hashes[i:i + 256]), b"".join(hashes[i:i + 256]))
        level, hashes = level + 1, [v.root(hashes[i:i + 256]) for i in range(0, len(hashes) // 256 * 256, 256)]
with tempfile.TemporaryDirectory() as folder:
    for changes, expected in (({}, "pass pass pass pass pass skipped"), ({"salt": "45" * 16}, "pass pass fail pass pass skipped"), ({"x": 1}, "fail" + " skipped" * 5),
            ({"customerId": "cust_2"}, "pass fail fail pass pass skipped"), ({"report": {"customerId": "cust_1"}}, "pass fail pass pass pass skipped"),
            ({"recordedAt": "1969-12-31T23:59:59.999Z"}, "fail" + " skipped" * 5), ({"eventHash": "0x" + "1" * 64}, "pass pass fail fail pass skipped")):
        check(run_report(report(folder, **changes)) == (expected, int("fail" in expected)), changes, run_report(report(folder, **changes)))
good = "pass signature\npass entries\npass root\npass earlier head\npass tiles\n"
with tempfile.TemporaryDirectory() as folder:
    for size, earlier in ((0, 0), (1, 0), (1, 1), (255, 7), (256, 255), (257, 256), (600, 300), (65800, 65536)):
        log = Path(folder) / str(size) / str(earlier)
        log.mkdir(parents=True)
        write_log(log, size, earlier)
        check(run(log) == (good, 0), size, earlier, run(log))
    for file, data in (("tile/1/000.p/2", b"\0" * 64), ("tile/0/000", b"\0" * 8192), ("tile/1/000.p/2", None)):
        broken = Path(folder) / "broken"
        shutil.copytree(Path(folder) / "600/300", broken)
        (broken / file).write_bytes(data) if data else (broken / file).unlink()
        check(run(broken) == (good.replace("pass tiles", "fail tiles"), 1), file, run(broken))
        shutil.rmtree(broken)
    (log / "earlier-head").unlink()
    check(run(log) == (good.replace("pass earlier", "skipped earlier"), 0))
class Names(list):
    def __truediv__(self, name): self.append(name); return self
    def read_bytes(self): return b"\0" * (256 if len(self) % 3 == 0 and "." not in self[-1] else int(self[-1].split("/")[-1]))
names = Names()
v.read_rows(v.SimpleNamespace(path=names), "0", 256 * 1000 + 7, 1)
check(names[2] == "000" and names[3 * 999 + 2] == "999" and names[3 * 1000 + 2] == "x001/000.p/7" and len(names) == 3003)
print(n, "checks hold")
