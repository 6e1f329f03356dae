#!/usr/bin/env python3
"""Verifies Tallystick receipts and downloaded logs offline. Written from the format pages alone, named at each part.
A file is a receipt (receipt.md), a folder a downloaded log (log.md 6, samples/README.md). Prints each step's verdict,
and on stderr the line that a failed one did not get past. Exit code: 0 if none fails, 1 if one does, 2 on wrong use."""
import argparse, base64, fractions, hashlib, json, os, pathlib, re, sys, traceback
from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from Crypto.Hash import keccak
from Crypto.Signature import eddsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

class Skip(Exception): pass
def skip(): raise Skip
def need(condition):
    if not condition: raise ValueError
def parts(regex, value): return (re.fullmatch(regex, value, re.DOTALL) or need(False)).groups()

# ---- Hashed bytes and the tree: record.md 3 and 4, log.md 2
def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def i64(n): return n.to_bytes(8, "big", signed=True)        # u64 as well: all are below 2^63
def fixed128(n): return n.to_bytes(16, "big", signed=True)  # an amount is held as an integer, times 10^18
def u16_text(text): return len(text.encode()).to_bytes(2, "big") + text.encode()
def leaf(entry): return sha(b"\0", entry)
def node(left, right): return sha(b"\1", left, right)
def left_part(n): return 1 << (n - 1).bit_length() - 1      # the largest power of two below n
def root(hashes):
    if len(hashes) < 2: return hashes[0] if hashes else sha()
    k = left_part(len(hashes))
    return node(root(hashes[:k]), root(hashes[k:]))
def root_by_path(index, size, r, path):
    """Down from the root: the path's last hash is one child of it, the other is what the rest of the path leads to."""
    need(0 <= index < size and (size == 1) == (path == []))
    if size == 1: return r
    k = left_part(size)
    if index < k: return node(root_by_path(index, k, r, path[:-1]), path[-1])
    return node(path[-1], root_by_path(index - k, size - k, r, path[:-1]))

# ---- JSON: record.md 1, receipt.md 1
class Number(str): """A JSON number in its canonical form; JSON strings are plain str."""
def number(text):
    if not re.search("[1-9]", re.split("[eE]", text)[0]): return Number("0")
    need(abs(Decimal(text).adjusted()) <= 400)
    plain = format(Decimal(text), "f")
    if "." in plain: plain = plain.rstrip("0").rstrip(".")
    need(len(plain) <= 400)
    return Number(plain)
def unique(pairs): return dict(pairs) if len(dict(pairs)) == len(pairs) else need(False)
def canonical(value, depth=1):
    need(depth <= 40 or not isinstance(value, (dict, list)))
    if isinstance(value, list): return "[" + ",".join(canonical(inner, depth + 1) for inner in value) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(canonical(name) + ":" + canonical(value[name], depth + 1) for name in names) + "}"
    return value if isinstance(value, Number) else json.dumps(value, ensure_ascii=False)
def read_json(data):
    value = json.loads(data.decode(), parse_int=number, parse_float=number, object_pairs_hook=unique,
                       parse_constant=lambda name: need(False))  # refuses a byte order mark, and text after the end
    canonical(value).encode()  # refuses deep nesting, and a surrogate without its other half
    return value

# ---- Keys, notes, heads, proofs: log.md, Conventions and 3 to 7
def base64_bytes(text, lengths):
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text and len(data) in lengths)
    return data
def decimal(text): return int(text) if re.fullmatch("0|[1-9][0-9]{0,18}", text) and int(text) < 2**63 else need(False)
NAME = r"[^+\0- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"  # from \xa0 on: the Unicode spaces
def vkey(value, kind=1):
    name, key_id, encoded = parts(f"({NAME})[+]([0-9a-f]{{8}})[+](.+)", text(value))
    data = base64_bytes(encoded, [33])
    need(data[0] == kind and sha(name.encode(), b"\n", data)[:4].hex() == key_id)
    point = eddsa.import_public_key(data[1:]).pointQ         # refuses what is no point, and a second encoding of one
    order = 2**252 + 27742317777372353535851937790883648493  # RFC 8032, 5.1: that of the base point
    need(not point.is_point_at_infinity() and (point * order).is_point_at_infinity())
    check = Ed25519PublicKey.from_public_bytes(data[1:]).verify  # takes signature and message, raises InvalidSignature
    return SimpleNamespace(name=name, id=bytes.fromhex(key_id), type=kind, public=data[1:], check=check)
def read_head(note):
    need(len(note.encode()) <= 1_000_000 and not re.search(r"[\0-\x09\x0b-\x1f]", note))
    text, lines = note.rsplit("\n\n", 1)
    origin, size, root_text = parts(f"({NAME})\n([^\n]+)\n([^\n]+)(?:\n[^\n]+)*", text)
    need(re.fullmatch("([^\n]+\n){1,100}", lines))
    signed = [parts(f"\u2014 ({NAME}) ([^ ]+)", line) for line in lines[:-1].split("\n")]
    return SimpleNamespace(signed_text=text.encode() + b"\n", origin=origin, size=decimal(size),
                           root=base64_bytes(root_text, [32]),
                           signatures=[(name, base64_bytes(data, range(5, 10**6))) for name, data in signed])
def signers(head, keys):
    """The public keys, of those given, that signed the head. A line of theirs that does not hold refuses the note."""
    found = set()
    for name, data in head.signatures:
        for key in (key for key in keys if (key.name, key.id) == (name, data[:4])):
            if key.type == 1: key.check(data[4:], head.signed_text)
            else:
                seconds = int.from_bytes(data[4:12], "big")
                need(1 <= seconds < 2**63)
                key.check(data[12:], f"cosignature/v1\ntime {seconds}\n".encode() + head.signed_text)
            found.add(key.public)
    return found
def check_head(head, keys): need(signers(head, [key for key in keys if key.name == head.origin]))
def proof(value):
    index, path, head = parts("c2sp[.]org/tlog-proof@v1\nindex ([^\n]+)\n((?:[^\n]+\n){0,63})\n(.+)", text(value))
    path = [base64_bytes(line, [32]) for line in path.split("\n")[:-1]]
    return SimpleNamespace(index=decimal(index), path=path, head=read_head(head))

# ---- The file, receipt.md 1. A reader refuses a wrong value, and returns what a right one stands for.
def typed(kind): return lambda v: v if type(v) is kind else need(False)
def array(reader): return lambda v: [reader(item) for item in typed(list)(v)]
def only(*allowed): return lambda v: v if v in allowed else need(False)
def pattern(regex, meaning): return lambda v: meaning(v) if re.fullmatch(regex, text(v), re.DOTALL) else need(False)
def members(optional="", **table):
    def reader(value):
        need(type(value) is dict and table.keys() - set(optional.split()) <= value.keys() <= table.keys())
        return SimpleNamespace(sent=value, **{name: table[name](member) for name, member in value.items()})
    return reader
def milliseconds(value):
    year0 = value[:4] == "0000"  # which Python has not: 400 years, of 146,097 days, later the calendar is the same
    since = datetime.fromisoformat("0400" + value[4:] if year0 else value) - datetime.fromisoformat("1970-01-01T00:00Z")
    return since // timedelta(milliseconds=1) - year0 * 146097 * 86400000
def units(value): return int(fractions.Fraction(value) * 10**18)
def whole(value): return decimal(typed(Number)(value))
def hash_or_null(value): return bytes(32) if value is None else nonzero_hash(value)
def adjusts(value): return members(**{"recordId" if "recordId" in value else "referenceId": text})(value)
AMOUNT = r"(?!-0$)-?(0|[1-9][0-9]{0,%d})(\.[0-9]{0,17}[1-9])?"
amount, balance = pattern("(?!([^0-9]*[0-9]){39})" + AMOUNT % 37, units), pattern(AMOUNT % 19, units)
text, salt = typed(str), pattern("[0-9a-f]{32}", bytes.fromhex)
ident = pattern(".+", lambda value: u16_text(value) and value)  # u16_text refuses more than 65,535 bytes
hash32 = pattern("0x[0-9a-f]{64}", lambda value: bytes.fromhex(value[2:]))
nonzero_hash = pattern("0x(?!0{64})[0-9a-f]{64}", hash32)
time = pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3])(:[0-5][0-9]){2}[.][0-9]{3}Z", milliseconds)
record_id = pattern("r_([0-9]{10}|[1-9][0-9]{10,17})", lambda value: int(value[2:]))
STATEMENT = members(
    salt=salt, start=time, end=time, mode=only("window", "fingerprints"), provisional=typed(bool),
    openingBalance=balance, closingBalance=balance, credits=balance, debits=balance, count=whole, firstSequence=whole,
    lastSequence=whole, chainHead=hash_or_null, previousCheckpoint=hash_or_null, itemsRoot=hash32, issuedAt=time)
CONTENT = members("referenceId occurredAt metadata adjusts", customerId=ident, delta=amount, reason=text,
                  referenceId=text, occurredAt=time, metadata=typed(dict), adjusts=adjusts)
RECORD = members(recordId=record_id, sequence=whole, recordedAt=time, balance=balance, salt=salt, content=CONTENT,
                 contentHash=hash32, proofHash=hash32, previousProofHash=hash_or_null)
SIGNED = members(customerKey=vkey, keyId=ident, signature=lambda v: base64_bytes(text(v), [64]), signedAt=time)
RECEIPT = members(
    format=only("tallystick-receipt/1"), kind=only("checkpoint", "record"), log=members(origin=text, vkey=vkey),
    tenantId=ident, customerId=ident, statement=lambda v: v if v is None else STATEMENT(v), proofRoot=hash32,
    records=array(RECORD), inclusion=proof, countersignatures=array(SIGNED), doesNotProve=only([
        "This receipt does not prove that the vendor measured usage correctly.",
        "This receipt does not prove that nothing was left unrecorded.",
        "This receipt does not prove when a record was made; times are the operator's own."]))

# ---- The steps of a receipt, receipt.md 3. Each takes d, the document.
def parse(d):
    r = RECEIPT(read_json(d.path.read_bytes()))
    need(r.log.vkey.name == r.log.origin)
    if r.kind == "checkpoint": need(r.statement and r.statement.start < r.statement.end)
    else: need(r.statement is None and len(r.records) == 1 and not r.countersignatures)
    for record in r.records:
        need(record.sequence >= 1 and (record.sequence == 1) == (record.previousProofHash == bytes(32)))
    vars(d).update(vars(r), account=u16_text(r.tenantId) + u16_text(r.customerId), readable=True)
def present_records(d):
    need(d.records or d.statement.count == 0)
    return d.records
def content_hashes(d):
    for record in present_records(d):
        content = canonical(record.content.sent | {"delta": Number(record.content.sent["delta"])})
        digest = keccak.new(digest_bits=256, data=b"pacspace:item:v1:" + content.encode()).digest()
        need(record.content.customerId == d.customerId and record.contentHash == digest)
def chain(d):
    for record in present_records(d):
        need(record.proofHash == sha(
            b"tallystick:record:v1", record.salt, d.account, i64(record.sequence), i64(record.recordedAt),
            fixed128(record.balance), record.contentHash, record.previousProofHash))
    for before, record in zip(d.records, d.records[1:]):
        ahead = record.sequence - before.sequence
        need(ahead == 1 or ahead > 1 and d.statement.mode == "fingerprints")
        need(ahead > 1 or record.previousProofHash == before.proofHash)
        need(record.recordedAt >= before.recordedAt and record.recordId > before.recordId)
    if d.statement and d.records: need(d.records[-1].recordId < d.inclusion.index)
def sums(d):
    s, before = d.statement or skip(), None
    for record in present_records(d):
        if s.mode == "window" or before is None or record.sequence == before.sequence + 1:
            need(record.balance - record.content.delta == (before.balance if before else s.openingBalance))
        before = record
    need(s.credits == sum(max(record.content.delta, 0) for record in d.records))
    need(s.debits == sum(min(record.content.delta, 0) for record in d.records))
    need(s.closingBalance == s.openingBalance + s.credits + s.debits)
def items_root(d):
    s, records = d.statement or skip(), present_records(d)
    found = (len(records), records[0].sequence, records[-1].sequence) if records else (0, 0, 0)
    need((s.count, s.firstSequence, s.lastSequence) == found)
    need(not records or s.chainHead == records[-1].proofHash)
    need(s.itemsRoot == root([leaf(record.proofHash) for record in records]))
def statement(d):  # of a checkpoint: checkpoint.md 1
    s = d.statement
    if not s: return need(d.records[0].proofHash == d.proofRoot)
    amounts = map(fixed128, [s.openingBalance, s.closingBalance, s.credits, s.debits])
    need(d.proofRoot == sha(
        b"tallystick:checkpoint:v1", s.salt, d.account, i64(s.start), i64(s.end),
        bytes([s.mode == "fingerprints", s.provisional]), *amounts, i64(s.count), i64(s.firstSequence),
        i64(s.lastSequence), s.chainHead, s.itemsRoot, s.previousCheckpoint, i64(s.issuedAt)))
    need(s.provisional == (s.end > s.issuedAt))
    need(all(s.start <= record.recordedAt < s.end for record in d.records))
def inclusion(d):
    proof, head, kind = d.inclusion, d.inclusion.head, b"\6" if d.statement else b"\1"
    need(d.statement or d.records[0].recordId == proof.index)
    need(root_by_path(proof.index, head.size, leaf(kind + d.proofRoot), proof.path) == head.root)
def signature(d):
    need(d.inclusion.head.origin == d.log.origin)
    check_head(d.inclusion.head, [d.log.vkey])
    check_head(d.inclusion.head, d.trust.key)
def witnesses(d):
    found = signers(d.inclusion.head, d.trust.witness)
    if not d.trust.witness or not found and not d.trust.witnesses_needed: skip()
    need(len(found) >= d.trust.witnesses_needed)
def countersignatures(d):
    if not d.countersignatures and not d.trust.customer_key: skip()
    for c in d.countersignatures: c.customerKey.check(c.signature, b"tallystick:countersign:v1" + d.proofRoot)
    need(not d.trust.customer_key or d.trust.customer_key.public in [c.customerKey.public for c in d.countersignatures])

# ---- The steps of a log's folder: samples/README.md; its files: log.md 6
def read_rows(d, kind, count, length):  # of a level's tiles, or of the entry bundles, in a log that has so many
    rows = []
    for start in range(0, count, 256):
        *groups, last = [group.zfill(3) for group in f"{start // 256:,}".split(",")]
        width = min(256, count - start)
        name = "/".join(["x" + group for group in groups] + [last]) + (f".p/{width}" if width < 256 else "")
        data = (d.path / "tile" / kind / name).read_bytes()
        need(len(data) == width * length)
        rows += [data[i:i + length] for i in range(0, len(data), length)]
    return rows
def log_signature(d):
    d.head, d.leaves, d.readable = read_head((d.path / "checkpoint").read_bytes().decode()), None, True
    check_head(d.head, d.trust.key)
def entries(d):
    rows = read_rows(d, "entries", d.head.size, 35)
    need(all(row[:2] == b"\0\x21" for row in rows))
    d.leaves = [leaf(row[2:]) for row in rows]
def log_root(d):
    if d.leaves is None: skip()
    need(root(d.leaves) == d.head.root)
def earlier_head(d):
    if d.leaves is None or not (d.path / "earlier-head").exists(): skip()
    kept = read_head((d.path / "earlier-head").read_bytes().decode())
    need(kept.size <= d.head.size and root(d.leaves[:kept.size]) == kept.root)
def tiles(d):
    level, hashes = 0, read_rows(d, "0", d.head.size, 32)
    need(root(hashes) == d.head.root)
    while len(hashes) > 255 and (level or hashes == d.leaves):  # the entries lead to that root too
        level, hashes = level + 1, [root(hashes[i:i + 256]) for i in range(0, len(hashes) // 256 * 256, 256)]
        need(read_rows(d, str(level), len(hashes), 32) == hashes)

# ---- The command line
RECEIPT_STEPS = [parse, content_hashes, chain, sums, items_root, statement, inclusion, signature, witnesses,
                 countersignatures]
LOG_STEPS = [log_signature, entries, log_root, earlier_head, tiles]
def main(file_steps=RECEIPT_STEPS):
    cli = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    cli.add_argument("--key", type=vkey, action="append", default=[], help="a log's key that you trust")
    cli.add_argument("--witness", type=lambda text: vkey(text, 4), action="append", default=[], help="a witness's key")
    cli.add_argument("--witnesses-needed", type=decimal, help="how many must have cosigned; without this option all")
    cli.add_argument("--customer-key", type=vkey, help="a customer's key that must have countersigned")
    cli.add_argument("files", nargs="+", metavar="FILE_OR_FOLDER")
    trust, failed = cli.parse_args(), False
    if trust.witnesses_needed is None: trust.witnesses_needed = len({key.public for key in trust.witness})
    if trust.witnesses_needed > len(trust.witness): cli.error("more witnesses are needed than named")
    for path in trust.files:
        if len(trust.files) > 1: print(ascii(path))
        d = SimpleNamespace(path=pathlib.Path(path), trust=trust, readable=False)
        steps = LOG_STEPS if os.path.isdir(path) else file_steps
        for step in steps:
            verdict, name = "pass", step.__name__.removeprefix("log_").replace("_", " ")
            try:
                if not d.readable and step is not steps[0]: skip()
                step(d)
            except Skip: verdict = "skipped"
            except Exception as e:
                verdict, failed = "fail", True
                at = [frame for frame in traceback.extract_tb(e.__traceback__) if frame.name != "need"][-1]
                print(f"{ascii(path)}: {name}: {e!r} in line {at.lineno}: {at.line}", file=sys.stderr)
            print(verdict, name)
    sys.exit(failed)
if __name__ == "__main__": main()
