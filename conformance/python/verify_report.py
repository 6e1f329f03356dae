#!/usr/bin/env python3
"""Verifies a signed report (report.md) offline; the options and the output are those of verify_receipt.py, whose parts it uses.
Written before samples/ held reports, so held by its writer only to the vector of report.md 2 and to reports made for the purpose."""
import verify_receipt
from verify_receipt import (canonical, hash32, i64, ident, leaf, members, need, only, proof, read_json, root_by_path, salt, sha,
                            signature, text, time, typed, vkey, witnesses)

REPORT_SENTENCES = ["This report does not prove that the vendor measured usage correctly.",
                    "This report does not prove that nothing was left unrecorded.",
                    "This report does not prove that a claim in it was made by the side it is ascribed to."]
REPORT = members(
    format=only("tallystick-report/1"), log=members(origin=text, vkey=vkey), tenantId=ident, customerId=ident, recordedAt=time,
    salt=salt, reportHash=hash32, eventHash=hash32, report=typed(dict), inclusion=proof, doesNotProve=only(REPORT_SENTENCES))

def parse(d):
    r = REPORT(read_json(d.path.read_bytes()))
    need(r.log.vkey.name == r.log.origin and r.recordedAt >= 0)
    vars(d).update(vars(r), readable=True)

def content_hashes(d):
    need(d.report.get("customerId") == d.customerId and type(d.report["customerId"]) is str)
    need(d.reportHash == sha(canonical(d.report).encode()))

def varint_text(value):
    """events.md, Notation: the length in bytes as unsigned LEB128, then UTF-8."""
    n, length = len(value.encode()), b""
    while n > 127: n, length = n >> 7, length + bytes([n & 127 | 128])
    return length + bytes([n]) + value.encode()

def statement(d):
    need(d.eventHash == sha(b"tallystick:event:v1\x0c\x02", i64(d.recordedAt), d.salt, varint_text(d.tenantId),
                            varint_text(d.customerId), d.reportHash))

def inclusion(d):
    proof, head = d.inclusion, d.inclusion.head
    need(root_by_path(proof.index, head.size, leaf(b"\x0c" + d.eventHash), proof.path) == head.root)

STEPS = [parse, content_hashes, statement, inclusion, signature, witnesses]
if __name__ == "__main__": verify_receipt.main(STEPS)
