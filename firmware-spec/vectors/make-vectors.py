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
