#!/usr/bin/env python3
"""Writes the golden vectors beside it, from protocol.md alone: a second implementation, no code shared with the first.

Run it by hand when the dictionary changes, and read the difference before it is committed.
"""
import hashlib
import json
import pathlib
import random
import struct
import zlib

HERE = pathlib.Path(__file__).parent
DICTIONARY = json.loads((HERE.parent / "messages.json").read_text())
INTEGERS = {"u8": "<B", "u16": "<H", "u32": "<I", "u64": "<Q", "i16": "<h", "i32": "<i"}
HEADER = dict(dictionary=0xD1C7, session=0xCAFE0042, sequence=7, acknowledged=65535, request=513)
MAX_BODY = 512
# a sequence number beyond which half of all lie ahead
HALF = 0x8000


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


def header_of(kind, name, op):
    """Hello is not numbered, and its request has neither session nor dictionary; an event answers no request."""
    if name == "hello":
        hello = dict(HEADER, sequence=0)
        return dict(hello, session=0, dictionary=0) if kind == "request" else hello
    if op == 0:
        return dict(HEADER, sequence=0, request=0)
    return dict(HEADER, request=0, sequence=65535, acknowledged=0) if kind == "event" else HEADER


def messages():
    cases = []
    parts = [("request", m["name"], m["op"], fields_of(m["request"])) for m in DICTIONARY["messages"]]
    parts += [("reply", m["name"], m["op"], fields_of(m["reply"])) for m in DICTIONARY["messages"]]
    parts += [("event", e["name"], e["op"], e["fields"]) for e in DICTIONARY["events"]]
    parts += [("error", "fire", 6, DICTIONARY["error"]), ("error", "hello", 1, DICTIONARY["error"]),
              ("error", "session", 0, DICTIONARY["error"])]
    parts += [("acknowledgement", "link", 0, []), ("gap", "link", 0, [])]
    for kind, name, op, fields in parts:
        values = sample(name, kind, fields)
        content = payload(fields, values)
        header = header_of(kind, name, op)
        cases.append({"name": f"{name} {kind}", "kind": kind, "message": name, "op": op, "header": header,
                      "fields": values, "payload": content.hex(), "body": body(kind, op, content, header).hex(),
                      "frame": frame(body(kind, op, content, header)).hex()})
    return {"about": "Every message with edge values; bytes in hex. Fields of type bytes are hex too. Of kinds without "
                     "a message of their own, message says whose they are.",
            "cases": cases}


def damage():
    good = frame(body("request", 3, b""))
    status = body("request", 3, b"")
    wrong_magic = b"\xc2" + status[1:-4]
    wrong_kind = status[:1] + b"\x09" + status[2:-4]
    sealed = lambda start: frame(start + struct.pack("<I", zlib.crc32(start)))
    bad_crc = frame(status[:-1] + bytes([status[-1] ^ 1]))
    one = {"frame": {"op": 3, "request": 513}}
    drop = lambda reason, count, is_frame: {"discarded": {"reason": reason, "bytes": count, "frame": is_frame}}
    # zeros keep the encoding short: what is too long here is the body
    most = lambda length: frame(body("request", 3, bytes(length - 20)))
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
        ("the longest body", most(MAX_BODY) + good, [one, one]),
        ("a body that is a byte too long", most(MAX_BODY + 1) + good, [drop("too-long", MAX_BODY + 2, True), one]),
        ("a body that is two bytes too long", most(MAX_BODY + 2) + good, [drop("too-long", MAX_BODY + 3, True), one]),
        ("the longest line", b"x" * 255 + b"\n" + good, [{"line": "x" * 255}, one]),
        ("a line that is a byte too long", b"x" * 256 + b"\n" + good, [drop("line-too-long", 257, False), one]),
        ("a line after noise and a line feed", b"\x80\n*IDN?\n", [drop("not-text", 2, False), {"line": "*IDN?"}]),
    ]
    return {"about": "Streams of bytes in hex and what a receiver makes of them, in order, in any chunking. "
                     "Where expect is null only the last frame is certain.",
            "maxBody": MAX_BODY,
            "cases": [{"name": n, "bytes": b.hex(), "expect": e} for n, b, e in cases]}


def payloads():
    requests = {m["name"]: m for m in DICTIONARY["messages"]}
    make = lambda name, **values: payload(requests[name]["request"], values)
    op = lambda name: requests[name]["op"]
    read = make("read", array=0, direction="forward", codes=[1, 2])
    hello = make("hello", hostNonce=1, major=1, previous=0)
    fire = make("fire", planId="00" * 16, serial=1, token=7)
    reconcile = make("reconcile", serial=1, verdict="complete")
    cases = [
        ("every byte there", op("read"), read, None),
        ("unknown bytes at the end are skipped", op("read"), read + b"\x01\x02\x03", None),
        ("a count that runs past the end", op("read"), read[:2] + b"\xff\xff" + read[4:], "truncated"),
        ("one byte short", op("read"), read[:-1], "truncated"),
        ("empty", op("read"), b"", "truncated"),
        ("a direction that does not exist", op("read"), b"\x00\x02" + read[2:], "unknown-value"),
        ("hello one byte short", op("hello"), hello[:-1], "truncated"),
        ("hello without the session it goes on from", op("hello"), hello[:-4], "truncated"),
        ("fire with its token", op("fire"), fire, None),
        ("fire without a token", op("fire"), fire[:-4], "truncated"),
        ("a verdict", op("reconcile"), reconcile, None),
        ("a verdict that does not exist", op("reconcile"), reconcile[:-1] + b"\x04", "unknown-value"),
        ("nothing, where nothing is wanted", op("status"), b"", None),
        ("something, where nothing is wanted", op("ground"), b"\xff", None),
        ("a message that does not exist", 999, b"", "unknown-op"),
    ]
    return {"about": "Request payloads in hex; bad names the reason a decoder gives, null where it decodes.",
            "cases": [{"name": n, "op": o, "payload": p.hex(), "bad": b} for n, o, p, b in cases]}


FLOATING, SENSED = -2**31, -2**31 + 1


def plan_head(array, rows, columns, blocks, libraries, version=2, magic=b"QWPL"):
    return struct.pack("<4sBBHHHHHHH", magic, version, array, rows, columns, blocks, *libraries)


def plan_block(ticks, row=0, column=0, window=0, gate=0, sample=0, reference=0, zero=0):
    return struct.pack("<IIHHHHHH", ticks, sample, row, column, window, gate, reference, zero)


def dense_codes(codes):
    return struct.pack(f"<HH{len(codes)}i", 0xFFFF, 0, *codes)


def sparse_codes(fill, named):
    return struct.pack("<HHi", len(named), 0, fill) + b"".join(struct.pack("<HHi", k, 0, named[k]) for k in named)


def dense_windows(start, ends):
    return struct.pack(f"<HHI{len(ends)}I", 0xFFFF, 0, start, *ends)


def sparse_windows(named):
    return struct.pack("<HH", len(named), 0) + b"".join(struct.pack("<HHII", k, 0, *named[k]) for k in named)


def good_plan(name, data, array, rows, columns, blocks, libraries, canonical=True):
    """`blocks` are the arguments of plan_block; `libraries` the numbers that every vector stands for, one by one."""
    fields = dict(ticks=None, row=0, column=0, window=0, gate=0, sample=0, reference=0)
    listed = {field: [block.get(field, least) for block in blocks] for field, least in fields.items()}
    row_vectors, column_vectors, window_vectors, gate_vectors = libraries
    return {"name": name, "array": array, "rows": rows, "columns": columns, "gated": bool(gate_vectors),
            "blocks": {"ticks": listed["ticks"], "rows": listed["row"], "columns": listed["column"],
                       "windows": listed["window"], "gates": listed["gate"], "sampleTicks": listed["sample"],
                       "reference": listed["reference"]},
            "rowVectors": sum(row_vectors, []), "columnVectors": sum(column_vectors, []),
            "windowVectors": sum(window_vectors, []), "gateVectors": sum(gate_vectors, []),
            "canonical": canonical, "bytes": data.hex(), "planId": hashlib.sha256(data).hexdigest()[:32]}


def plans():
    def blocks_of(blocks):
        return b"".join(plan_block(**block) for block in blocks)

    # a quarter-period update: four blocks, windows from the start of each block, every column sensed
    rows = [[5243, 9830], [-4915, -9502], [-4915, -4915], [5243, 5243]]
    ends = [[0, 100, 0], [80, 0, 250], [0, 70, 0], [1, 0, 225]]
    quarters = [dict(ticks=250, row=k, window=k) for k in range(4)]
    quarter_windows = [sparse_windows({1: (0, 100)}), dense_windows(0, ends[1]), sparse_windows({1: (0, 70)}),
                       dense_windows(0, ends[3])]
    quarter_rows = [dense_codes(rows[0]), dense_codes(rows[1]), sparse_codes(-4915, {}), sparse_codes(5243, {})]
    update = plan_head(1, 2, 3, 4, (4, 1, 4, 0)) + blocks_of(quarters) + b"".join(quarter_rows)
    update += sparse_codes(SENSED, {}) + b"".join(quarter_windows)
    libraries = (rows, [[SENSED] * 3], [sum(([0, end] for end in column), []) for column in ends], [])

    # a train of three V/2 pulses on one cell of 6 x 5 and a read after each: sparse vectors, each used three times
    pulse = dict(ticks=400, row=0, column=0, window=0)
    look = dict(ticks=40, row=1, column=1, window=1, sample=35, reference=1)
    train = [pulse, look] * 3
    on_rows, on_columns = {2: 8000}, {4: -8000}
    train_bytes = plan_head(0, 6, 5, 6, (2, 2, 2, 0)) + blocks_of(train)
    train_bytes += sparse_codes(0, on_rows) + dense_codes([100, 200, 300, -100, -200, -300])
    train_bytes += sparse_codes(0, on_columns) + sparse_codes(SENSED, {})
    train_bytes += dense_windows(10, [399] * 5) + dense_windows(10, [39] * 5)
    train_libraries = ([[0, 0, 8000, 0, 0, 0], [100, 200, 300, -100, -200, -300]],
                       [[0, 0, 0, 0, -8000], [SENSED] * 5], [[10, 399] * 5, [10, 39] * 5], [])

    # gates, floating and sensed rows, windows that begin at different times, a backward reference
    mixed = [dict(ticks=4294967295, row=0, column=0, window=0, gate=1, sample=4294967295, reference=2),
             dict(ticks=1, row=0, column=0, window=1, gate=0)]
    mixed_bytes = plan_head(255, 3, 2, 2, (1, 1, 2, 2)) + blocks_of(mixed)
    mixed_bytes += dense_codes([FLOATING, SENSED, -2**30]) + dense_codes([2**30, SENSED])
    mixed_bytes += sparse_windows({0: (10, 20), 1: (20, 4294967295)}) + sparse_windows({})
    mixed_bytes += dense_codes([1, 2, 3]) + dense_codes([0, 0, 7])
    mixed_libraries = ([[FLOATING, SENSED, -2**30]], [[2**30, SENSED]], [[10, 20, 20, 4294967295], [0, 0, 0, 0]],
                       [[1, 2, 3], [0, 0, 7]])

    # ties and edges of the forms: sparse only where it is shorter (codes), dense where it is not longer (windows)
    least = [dict(ticks=1)]
    one = plan_head(0, 1, 1, 1, (1, 1, 1, 0)) + blocks_of(least)
    one_bytes = one + dense_codes([-32768]) + dense_codes([SENSED]) + dense_windows(0, [4294967295])
    tie = [dict(ticks=1)]
    tie_bytes = plan_head(0, 3, 2, 1, (1, 1, 1, 0)) + blocks_of(tie)
    tie_bytes += dense_codes([4, 4, 9]) + sparse_codes(SENSED, {}) + dense_windows(3, [4, 0])
    shorter = plan_head(0, 4, 1, 1, (1, 1, 1, 0)) + blocks_of(least)
    shorter_bytes = shorter + sparse_codes(4, {}) + dense_codes([0]) + sparse_windows({})
    empty = plan_head(255, 2, 1, 0, (0, 0, 0, 0))

    # other forms of what stands above: a board takes them, a host does not make them
    loose = plan_head(0, 1, 1, 1, (1, 1, 1, 0)) + blocks_of(least)
    loose_bytes = loose + sparse_codes(7, {0: -32768}) + sparse_codes(SENSED, {}) + sparse_windows({0: (0, 4294967295)})
    unused = plan_head(0, 1, 1, 1, (2, 1, 1, 0)) + blocks_of(least) + dense_codes([1]) + dense_codes([2])
    unused += dense_codes([SENSED]) + sparse_windows({})
    still_dense = plan_head(0, 4, 1, 1, (1, 1, 1, 0)) + blocks_of(least)
    still_dense += dense_codes([4, 4, 4, 4]) + dense_codes([0]) + dense_windows(8, [0])

    cases = [
        good_plan("a quarter-period update", update, 1, 2, 3, quarters, libraries),
        good_plan("a train of pulses and reads", train_bytes, 0, 6, 5, train, train_libraries),
        good_plan("gates, floating and sensed rows, windows anywhere", mixed_bytes, 255, 3, 2, mixed, mixed_libraries),
        good_plan("one cell", one_bytes, 0, 1, 1, least, ([[-32768]], [[SENSED]], [[0, 4294967295]], [])),
        good_plan("forms of the same length", tie_bytes, 0, 3, 2, tie, ([[4, 4, 9]], [[SENSED] * 2], [[3, 4, 0, 0]], [])),
        good_plan("four rows alike", shorter_bytes, 0, 4, 1, least, ([[4] * 4], [[0]], [[0, 0]], [])),
        good_plan("no blocks", empty, 255, 2, 1, [], ([], [], [], [])),
        good_plan("sparse where dense is as short", loose_bytes, 0, 1, 1, least,
                  ([[-32768]], [[SENSED]], [[0, 4294967295]], []), False),
        good_plan("dense where sparse is shorter", still_dense, 0, 4, 1, least, ([[4] * 4], [[0]], [[0, 0]], []), False),
        good_plan("a vector that no block uses", unused, 0, 1, 1, least, ([[1], [2]], [[SENSED]], [[0, 0]], [])),
    ]

    # one block of 2 x 2 cells that decodes, part by part, so that each part can be spoilt
    def spoilt(head=None, block=plan_block(10), row=dense_codes([1, 2]), column=dense_codes([SENSED, 3]),
               window=dense_windows(0, [5, 6]), rest=b""):
        return (head or plan_head(0, 2, 2, 1, (1, 1, 1, 0))) + block + row + column + window + rest

    def head(**changes):
        return plan_head(**{**dict(array=0, rows=2, columns=2, blocks=1, libraries=(1, 1, 1, 0)), **changes})

    whole = spoilt()
    hostile = [
        ("nothing at all", b"", "not-a-plan"),
        ("another magic", spoilt(head(magic=b"QWPM")), "not-a-plan"),
        ("a header cut short", whole[:19], "not-a-plan"),
        ("the layout before this one", struct.pack("<4sBBHHHIiI", b"QWPL", 1, 0, 1, 1, 1, 1, 0, 0), "unknown-version"),
        ("a layout to come", spoilt(head(version=3)), "unknown-version"),
        ("no rows", spoilt(head(rows=0)), "bad-shape"),
        ("no columns", spoilt(head(columns=0)), "bad-shape"),
        ("more columns than there can be", spoilt(head(columns=65535)), "bad-shape"),
        ("a byte short", whole[:-1], "wrong-length"),
        ("a byte too many", whole + b"\0", "wrong-length"),
        ("blocks that are not there", spoilt(head(blocks=65535)), "wrong-length"),
        ("row vectors that are not there", spoilt(head(libraries=(65535, 1, 1, 0))), "wrong-length"),
        ("window vectors that are not there", spoilt(head(libraries=(1, 1, 65535, 0))), "wrong-length"),
        ("gate vectors that are not there", spoilt(head(libraries=(1, 1, 1, 65535))), "wrong-length"),
        ("rows that are not there", spoilt(head(rows=65535)), "wrong-length"),
        ("a sparse vector that names more than there is", spoilt(row=struct.pack("<HHi", 65534, 0, 7)), "wrong-length"),
        ("windows that are not there", spoilt(window=struct.pack("<HH", 65534, 0)), "wrong-length"),
        ("a few bytes that stand for 17 million codes",
         plan_head(0, 65535, 1, 0, (257, 0, 0, 0)) + sparse_codes(0, {}) * 257, "too-many-numbers"),
        ("a few bytes that stand for 9 million windows",
         plan_head(0, 1, 65534, 0, (0, 0, 129, 0)) + sparse_windows({}) * 129, "too-many-numbers"),
        ("a row vector past its library", spoilt(block=plan_block(10, row=1)), "bad-vector"),
        ("a column vector past its library", spoilt(block=plan_block(10, column=1)), "bad-vector"),
        ("a window vector past its library", spoilt(block=plan_block(10, window=1)), "bad-vector"),
        ("a gate vector where there are none", spoilt(block=plan_block(10, gate=1)), "bad-vector"),
        ("a gate vector past its library",
         spoilt(head(libraries=(1, 1, 1, 1)), plan_block(10, gate=1), rest=dense_codes([1, 2])), "bad-vector"),
        ("a block without any vector", plan_head(0, 2, 2, 1, (0, 0, 0, 0)) + plan_block(10), "bad-vector"),
        ("a reference that does not exist", spoilt(block=plan_block(10, reference=3)), "bad-reference"),
        ("zeros of a block that are none", spoilt(block=plan_block(10, zero=1)), "bad-padding"),
        ("zeros of a vector that are none", spoilt(row=struct.pack("<HHii", 0xFFFF, 1, 1, 2)), "bad-vector"),
        ("zeros of a named line that are none", spoilt(row=struct.pack("<HHiHHi", 1, 0, 4, 1, 1, 5)), "bad-vector"),
        ("a row past the last", spoilt(row=sparse_codes(4, {2: 5})), "bad-vector"),
        ("rows that do not rise", spoilt(row=sparse_codes(4, {1: 5, 0: 6})), "bad-vector"),
        ("a row twice", spoilt(row=struct.pack("<HHiHHiHHi", 2, 0, 4, 1, 0, 5, 1, 0, 5)), "bad-vector"),
        ("a column past the last", spoilt(window=sparse_windows({2: (0, 5)})), "bad-vector"),
        ("columns that do not rise", spoilt(window=sparse_windows({1: (0, 5), 0: (0, 5)})), "bad-vector"),
        ("a window that ends where it begins", spoilt(window=sparse_windows({0: (5, 5)})), "bad-vector"),
        ("a dense window that ends before it begins", spoilt(window=dense_windows(5, [0, 4])), "bad-vector"),
    ]
    return {"about": "Plans, their bytes in hex and their ids. Vectors stand one after the other; windows as from and "
                     "until of every column. canonical says whether a host makes these bytes of the plan. hostile are "
                     "bytes that are no plan, with the reason a decoder gives; all of them are error 202.",
            "cases": cases,
            "hostile": [{"name": name, "bytes": data.hex(), "bad": bad} for name, data, bad in hostile]}


class BoardLink:
    """Section 3 of protocol.md, as a board keeps it. `said` collects what it does."""

    def __init__(self, boot_nonce, sequence=0, accepted=65535):
        self.boot_nonce, self.session = boot_nonce, 0
        self.start = (sequence, accepted)
        self.kept, self.gap_told, self.said = [], False, []

    def hello(self, nonce):
        if nonce ^ self.boot_nonce == self.session:
            return
        self.session = nonce ^ self.boot_nonce
        self.sequence, self.accepted = self.start
        self.kept, self.gap_told = [], False

    def send(self, kind, op=0, request=0, sequence=0):
        self.said.append({"send": dict(kind=kind, op=op, request=request, sequence=sequence,
                                       acknowledged=self.accepted)})

    def say(self, kind, op, request):
        self.kept.append((kind, op, request, self.sequence))
        self.send(*self.kept[-1])
        self.sequence = (self.sequence + 1) % 65536

    def send_kept(self):
        for kept in self.kept:
            self.send(*kept)
        if not self.kept:
            self.send("acknowledgement")

    def gap(self):
        if self.session and not self.gap_told:
            self.gap_told = True
            self.send("gap")

    def frame(self, kind, op, request, sequence, acknowledged, session="this", dictionary="this"):
        if kind not in ("request", "acknowledgement", "gap"):
            return
        if session != "this":
            self.said.append({"refuse": 101})
        elif self.session == 0:
            return
        elif dictionary != "this":
            self.said.append({"refuse": 105})
        else:
            self.frame_of_session(kind, op, sequence, acknowledged)

    def frame_of_session(self, kind, op, sequence, acknowledged):
        numbers = [kept[3] for kept in self.kept]
        if acknowledged in numbers:
            self.kept = self.kept[numbers.index(acknowledged) + 1:]
        if op <= 1:
            self.send_kept()
            return
        ahead = (sequence - self.accepted - 1) % 65536
        if ahead == 0:
            self.accepted, self.gap_told = sequence, False
            self.said.append({"take": sequence})
        elif ahead < HALF:
            self.gap()
        elif sequence == self.accepted:
            self.send_kept()
        else:
            self.send("acknowledgement")


def links():
    nonce, boot_nonce, status = 0xDEADBEEF, 0x12345678, 3
    hello = {"hello": nonce}
    damaged = {"damaged": True}

    def request(sequence, acknowledged=65535, **more):
        return {"frame": dict(kind="request", op=status, request=sequence, sequence=sequence, acknowledged=acknowledged,
                              **more)}

    def short(kind, acknowledged=65535, **more):
        return {"frame": dict(kind=kind, op=0, request=0, sequence=0, acknowledged=acknowledged, **more)}

    def reply(number):
        return {"say": dict(kind="reply", op=status, request=number)}

    event = {"say": dict(kind="event", op=32769, request=0)}

    def play(name, inputs, sequence=0, accepted=65535):
        link = BoardLink(boot_nonce, sequence, accepted)
        steps = []
        for made in inputs:
            link.said = []
            (what, value), = made.items()
            if what == "hello":
                link.hello(value)
            elif what == "damaged":
                link.gap()
            elif what == "say":
                link.say(**value)
            else:
                link.frame(**value)
            steps.append({"in": made, "out": link.said})
        return {"name": name, "bootNonce": boot_nonce, "sequence": sequence, "accepted": accepted, "steps": steps}

    def noise(seed):
        """Requests in order with repetitions and losses between, and a board that answers late."""
        draw = random.Random(seed)
        inputs, sent, answered = [hello], 0, 0
        for _ in range(60):
            kind = draw.randrange(8)
            if kind < 3:
                inputs.append(request(sent, max(answered - 1 - draw.randrange(3), -1) % 65536))
                sent += 1
            elif kind == 3:
                inputs.append(request(max(0, sent - 1 - draw.randrange(4)), (answered - 1) % 65536))
            elif kind == 4:
                sent += draw.randrange(2)
                inputs.append(damaged)
            elif kind == 5:
                inputs.append(short(draw.choice(["acknowledgement", "gap"]), (answered - 1) % 65536))
                sent = max(0, sent - 2)
            else:
                inputs.append(reply(answered))
                answered += 1
        return inputs

    first, second = request(0), request(1, 0)
    cases = [
        play("before hello: silence, but for what is left of a session",
             [first, short("acknowledgement"), short("gap"), damaged, request(0, session="other"),
              short("acknowledgement", session="other"), hello, first]),
        play("requests in order", [hello, first, reply(0), second, reply(1), request(2, 1), reply(2)]),
        play("replies are kept until they are acknowledged",
             [hello, first, reply(0), request(1), reply(1), short("gap"), short("gap", 0), short("gap", 1)]),
        play("a request that was taken before", [hello, first, first, reply(0), first]),
        play("all that is in flight comes again",
             [hello, first, request(1), request(2), reply(0), reply(1), first, request(1), request(2)]),
        play("one is missing: told once, until the next is taken",
             [hello, request(1), request(2), damaged, first, request(1), damaged, request(3)]),
        play("damage", [hello, damaged, damaged, first, damaged]),
        play("a question with nothing to say", [hello, short("acknowledgement"), first, short("acknowledgement")]),
        play("an event is numbered with the replies",
             [hello, first, event, reply(0), short("gap", 0), short("acknowledgement", 1)]),
        play("an acknowledgement of what was never sent",
             [hello, first, reply(0), short("gap", 7), short("gap", 40000)]),
        play("another session, another dictionary, another board",
             [hello, request(0, session="other"), short("acknowledgement", session="other"),
              request(0, dictionary="other"), {"frame": dict(first["frame"], kind="reply")}, first]),
        play("the same hello again, then a new one",
             [hello, first, reply(0), hello, short("gap"), {"hello": nonce + 1}, short("gap"), first]),
        play("numbers wrap around",
             [hello, request(65535, 65533), reply(65535), first, reply(0), request(65535, 65533), short("gap", 65534),
              request(1, 0), reply(1), short("gap", 65535), short("gap", 0)], 65534, 65534),
        *[play(f"everything at once, {seed}", noise(seed)) for seed in range(1, 5)],
    ]
    return {"about": "What a board does at the level of the link, section 3. A step is what comes in and what the "
                     "board does: take a request of that number, refuse a frame with that error, or send a frame. say is "
                     "something the board has to say of its own. sequence and accepted are where a session begins, so "
                     "that a few frames show the wrap around. session and dictionary are the board's own, or other.",
            "cases": cases}


def text_of(value, indent=""):
    """JSON, with what is short on one line."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= 118 or not isinstance(value, (dict, list)):
        return line
    deeper = indent + "  "
    if isinstance(value, dict):
        parts = [f"{json.dumps(name)}: {text_of(part, deeper)}" for name, part in value.items()]
        return "{\n" + ",\n".join(deeper + part for part in parts) + "\n" + indent + "}"
    return "[\n" + ",\n".join(deeper + text_of(part, deeper) for part in value) + "\n" + indent + "]"


for made in (messages, damage, payloads, plans, links):
    path = HERE / f"{made.__name__}.json"
    path.write_text(text_of(made()) + "\n")
    print("wrote", path.name)
