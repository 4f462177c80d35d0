#!/usr/bin/env python3
"""Writes the golden vectors beside it, from protocol.md alone: a second implementation that shares no code with the first.

Run it by hand when the dictionary changes, and read the difference before it is committed.
"""
import hashlib
import json
import pathlib
import struct
import zlib

HERE = pathlib.Path(__file__).parent
DICTIONARY = json.loads((HERE.parent / "messages.json").read_text())
INTEGERS = {"u8": "<B", "u16": "<H", "u32": "<I", "u64": "<Q", "i16": "<h", "i32": "<i"}
HEADER = dict(dictionary=0xD1C7, session=0xCAFE0042, sequence=7, acknowledged=65535, request=513)


def cobs(plain):
    out, run = bytearray(), bytearray()
    for index, byte in enumerate(plain):
        if byte:
            run.append(byte)
        if byte == 0 or (len(run) == 254 and index + 1 < len(plain)):
            out += bytes([len(run) + 1]) + run
            run = bytearray()
    return bytes(out + bytes([len(run) + 1]) + run)


def payload(fields, values):
    out = b""
    for field in fields:
        value, kind = values[field["name"]], field["type"]
        if "values" in field:
            value = DICTIONARY[field["values"]][value]
        if kind in INTEGERS:
            out += struct.pack(INTEGERS[kind], value)
        elif kind == "id":
            out += bytes.fromhex(value)
        elif kind == "bytes":
            out += struct.pack("<H", len(value) // 2) + bytes.fromhex(value)
        elif kind == "text":
            encoded = value.encode()
            out += struct.pack("<H", len(encoded)) + encoded
        else:
            out += struct.pack("<H", len(value)) + b"".join(struct.pack("<i", v) for v in value)
    return out


def body(kind, op, content, header=HEADER):
    start = struct.pack(
        "<BBHIHHHH", DICTIONARY["magic"], DICTIONARY["kinds"][kind], header["dictionary"], header["session"],
        header["sequence"], header["acknowledged"], op, header["request"])
    checked = start + content
    return checked + struct.pack("<I", zlib.crc32(checked))


def frame(plain):
    return b"\0" + cobs(plain) + b"\0"


def fields_of(fields):
    return DICTIONARY["records"][fields] if isinstance(fields, str) else fields


def sample(message, part, fields):
    """Edges on purpose: largest and smallest numbers, zeros, a line feed, text beyond ASCII."""
    edge = {"u8": 255, "u16": 65535, "u32": 4294967295, "u64": 2**53 - 1, "i16": -32768, "i32": -2147483648,
            "id": "00112233445566778899aabbccddeeff", "bytes": "000a00ff0d", "text": "row W02: 1.5 V > 1.2 V \u00b5",
            "i32[]": [0, 1, -1, 2147483647, -2147483648, 10]}
    return {f["name"]: list(DICTIONARY[f["values"]])[-1] if "values" in f else edge[f["type"]] for f in fields}


def messages():
    cases = []
    parts = [("request", m["name"], m["op"], fields_of(m["request"])) for m in DICTIONARY["messages"]]
    parts += [("reply", m["name"], m["op"], fields_of(m["reply"])) for m in DICTIONARY["messages"]]
    parts += [("event", e["name"], e["op"], e["fields"]) for e in DICTIONARY["events"]]
    parts += [("error", "fire", 6, DICTIONARY["error"])]
    for kind, name, op, fields in parts:
        values = sample(name, kind, fields)
        content = payload(fields, values)
        cases.append({"name": f"{name} {kind}", "kind": kind, "message": name, "op": op, "fields": values,
                      "payload": content.hex(), "body": body(kind, op, content).hex(),
                      "frame": frame(body(kind, op, content)).hex()})
    return {"about": "Every message with edge values; bytes in hex. Fields of type bytes are hex too.",
            "header": HEADER, "cases": cases}


def damage():
    good = frame(body("request", 3, b""))
    status = body("request", 3, b"")
    wrong_magic = b"\xc2" + status[1:-4]
    wrong_kind = status[:1] + b"\x09" + status[2:-4]
    sealed = lambda start: frame(start + struct.pack("<I", zlib.crc32(start)))
    bad_crc = frame(status[:-1] + bytes([status[-1] ^ 1]))
    one = {"frame": {"op": 3, "request": 513}}
    drop = lambda reason, count, is_frame: {"discarded": {"reason": reason, "bytes": count, "frame": is_frame}}
    cases = [
        ("one frame", good, [one]),
        ("frames sharing a delimiter", good + good[1:], [one, one]),
        ("bad CRC, then a frame", bad_crc + good, [drop("bad-crc", len(bad_crc) - 2, True), one]),
        ("truncated in the middle, then a frame", good[:12] + good, [drop("bad-cobs", 11, True), one]),
        ("start lost, then a frame", good[9:] + good, [drop("not-text", len(good) - 10, False), one]),
        ("noise without 0x00, then a frame", b"\x80\xff\x7f" + good, [drop("not-text", 3, False), one]),
        ("a frame with one 0x00 put into it", good[:8] + b"\0" + good[8:] + good, None),
        ("too short to be a body", frame(b"\xc1\x00\x01") + good, [drop("too-short", 4, True), one]),
        ("a kind that does not exist", sealed(wrong_kind) + good, [drop("unknown-kind", 21, True), one]),
        ("another major is not taken for a frame", sealed(wrong_magic) + good, [drop("not-text", 21, False), one]),
        ("a line between frames", good + b"*IDN?\n" + good, [one, {"line": "*IDN?"}, one]),
        ("a line that a frame cuts off", b"STA" + good, [drop("unfinished-line", 3, False), one]),
        ("a line after noise and a line feed", b"\x80\n*IDN?\n", [drop("not-text", 2, False), {"line": "*IDN?"}]),
    ]
    return {"about": "Streams of bytes in hex and what a receiver makes of them, in order, in any chunking. "
                     "Where expect is null only the last frame is certain.",
            "cases": [{"name": n, "bytes": b.hex(), "expect": e} for n, b, e in cases]}


def payloads():
    read = payload(DICTIONARY["messages"][3]["request"], {"array": 0, "direction": "forward", "codes": [1, 2]})
    hello = payload(DICTIONARY["messages"][0]["request"], {"hostNonce": 1, "major": 1})
    cases = [
        ("every byte there", 4, read, None),
        ("unknown bytes at the end are skipped", 4, read + b"\x01\x02\x03", None),
        ("a count that runs past the end", 4, read[:2] + b"\xff\xff" + read[4:], "truncated"),
        ("one byte short", 4, read[:-1], "truncated"),
        ("empty", 4, b"", "truncated"),
        ("a direction that does not exist", 4, b"\x00\x02" + read[2:], "unknown-value"),
        ("hello one byte short", 1, hello[:-1], "truncated"),
        ("a message that does not exist", 999, b"", "unknown-op"),
    ]
    return {"about": "Request payloads in hex; bad names the reason a decoder gives, null where it decodes.",
            "cases": [{"name": n, "op": o, "payload": p.hex(), "bad": b} for n, o, p, b in cases]}


def plans():
    def plan(array, rows, columns, ticks, codes, windows):
        head = struct.pack("<4sBBHHH", b"QWPL", 1, array, rows, columns, len(ticks))
        data = head + struct.pack(f"<{len(ticks)}I", *ticks) + struct.pack(f"<{len(codes)}i", *codes)
        data += struct.pack(f"<{len(windows)}I", *windows)
        return {"array": array, "rows": rows, "columns": columns, "blockTicks": ticks, "rowCodes": codes,
                "columnTicks": windows, "bytes": data.hex(), "planId": hashlib.sha256(data).hexdigest()[:32]}
    quarters = plan(1, 2, 3, [250] * 4, [5243, 9830, -4915, -9502, -4915, -4915, 5243, 5243],
                    [0, 100, 0, 80, 0, 250, 0, 70, 0, 1, 0, 225])
    return {"about": "Plans, their bytes in hex and their ids.",
            "cases": [quarters, plan(0, 1, 1, [1], [-32768], [4294967295]), plan(255, 2, 1, [], [], [])]}


for made in (messages, damage, payloads, plans):
    path = HERE / f"{made.__name__}.json"
    path.write_text(json.dumps(made(), indent=2, ensure_ascii=False) + "\n")
    print("wrote", path.name)
