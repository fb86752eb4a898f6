#!/usr/bin/env python3
"""Verifies what `cuakhau audit` writes: exports of the audit chain, proofs of single messages, saved seals. See AUDIT.md.

It shares no code with the gateway and needs Python 3.8 or newer and nothing else.

    audit_verify.py export chain.jsonl --key HEX [--seal head.json]    (- reads from standard input)
    audit_verify.py proof proof.json --key HEX

Exit code 0: it holds; 1: it does not, and the first place is named; 2: the files cannot be read.
"""

import argparse
import hashlib
import json
import struct
import sys


class Fault(Exception):
    """What is wrong, and where."""


# --- Hashes (AUDIT.md, section 3)


def sha256(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def short(part):
    if len(part) > 255:
        raise Fault("a part of a label has more than 255 bytes")
    return bytes([len(part)]) + part


def content_hash(message):
    if message.get("content_hash") is not None:
        return unhex(message["content_hash"], 32)
    key = unhex(message["key"])
    return sha256(struct.pack(">I", len(key)), key, unhex(message["body"]))


def leaf(message):
    label = (
        struct.pack(">Qq", message["position"], message["recorded_at_us"])
        + short(message["client"].encode())
        + struct.pack(">Q", message["client_sequence"])
        + short(message["type"].encode())
        + (b"\x01" if message["exercise"] else b"\x00")
        + unhex(message["id"], 16)
        + short(unhex(message["chain"]))
    )
    return sha256(b"\x00", label, content_hash(message))


def node(left, right):
    return sha256(b"\x01", left, right)


def root(leaves):
    """RFC 6962, section 2.1, in its own recursive words."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node(root(leaves[:half]), root(leaves[half:]))


def root_of_path(hash_, index, count, path):
    path = list(path)
    while count > 1:
        if index ^ 1 < count:
            if not path:
                raise Fault("the path is too short")
            sibling = path.pop(0)
            hash_ = node(hash_, sibling) if index % 2 == 0 else node(sibling, hash_)
        index //= 2
        count = (count + 1) // 2
    if path:
        raise Fault("the path is too long")
    return hash_


def head(block, previous):
    numbers = struct.pack(">QQQq", block["number"], block["first"], block["count"], block["at_us"])
    return sha256(b"\x02", previous, numbers, unhex(block["root"], 32))


# --- Ed25519 (RFC 8032, section 5.1), verification only

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    """Points in extended coordinates (X, Y, Z, T)."""
    A = (a[1] - a[0]) * (b[1] - b[0]) % P
    B = (a[1] + a[0]) * (b[1] + b[0]) % P
    C = 2 * a[3] * b[3] * D % P
    E = 2 * a[2] * b[2] % P
    return ((B - A) * (E - C) % P, (E + C) * (B + A) % P, (E - C) * (E + C) % P, (B - A) * (B + A) % P)


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * SQRT_MINUS_1 % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key, signature, message):
    point, r, s = decompress(key), decompress(signature[:32]), int.from_bytes(signature[32:], "little")
    if point is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = multiply(s, BASE), add(r, multiply(h, point))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


def check_seal(seal, key):
    own, signature = unhex(seal["key"], 32), unhex(seal["signature"], 64)
    if key is not None and own != key:
        raise Fault("block %d: the seal is of another key" % seal["block"])
    numbers = struct.pack(">QQq", seal["block"], seal["last_position"], seal["at_us"])
    if not is_signed(own, signature, b"cuakhau audit seal 1" + numbers + unhex(seal["head"], 32)):
        raise Fault("block %d: the seal does not fit" % seal["block"])


# --- Documents


def unhex(text, count=None):
    data = bytes.fromhex(text)
    if count is not None and len(data) != count:
        raise Fault("%d bytes expected, there are %d" % (count, len(data)))
    return data


def check_proof(proof, key):
    if proof["format"] != "cuakhau audit proof 1":
        raise Fault("this is no proof of a format that is known here")
    message, blocks, seal = proof["message"], proof["blocks"], proof["seal"]
    block = blocks[0]
    index = message["position"] - block["first"]
    if not 0 <= index < block["count"]:
        raise Fault("position %d: it is not of block %d" % (message["position"], block["number"]))
    path = [unhex(part, 32) for part in proof["path"]]
    if root_of_path(leaf(message), index, block["count"], path) != unhex(block["root"], 32):
        raise Fault("position %d: the message is not what was committed there" % message["position"])
    last, number, first = unhex(proof["previous_head"], 32), block["number"], block["first"]
    for block in blocks:
        if (block["number"], block["first"]) != (number, first) or block["count"] < 1:
            raise Fault("block %d: it does not follow on the block before it" % block["number"])
        last, number, first = head(block, last), number + 1, first + block["count"]
    if (seal["block"], seal["last_position"], unhex(seal["head"], 32)) != (number - 1, first - 1, last):
        raise Fault("the seal is of another chain")
    check_seal(seal, key)
    print("The proof holds: position %d, %s from %s." % (message["position"], message["type"], message["client"]))


def check_export(lines, key, saved):
    lines = iter(lines)
    start = json.loads(next(lines, "null"))
    if not isinstance(start, dict) or start.get("format") != "cuakhau audit export 1":
        raise Fault("this is no export of a format that is known here")
    last = unhex(start["previous_head"], 32)
    block, leaves = None, []
    next_number = next_first = None
    messages = gone = seals = sealed = 0
    is_saved_met = saved is None

    def finish():
        nonlocal last, is_saved_met
        if block is None:
            return
        if not block.get("gone"):
            if len(leaves) != block["count"]:
                raise Fault("position %d, block %d: the message is not there" % (block["first"] + len(leaves), block["number"]))
            if root(leaves) != unhex(block["root"], 32):
                raise Fault("position %d, block %d: one of its %d messages is not what was committed" % (block["first"], block["number"], block["count"]))
        last = head(block, last)
        if saved is not None and saved["block"] == block["number"]:
            if unhex(saved["head"], 32) != last:
                raise Fault("block %d: its head is not the saved one" % block["number"])
            is_saved_met = True

    for text in lines:
        line = json.loads(text)
        if "block" in line:
            finish()
            block, leaves = line["block"], []
            if next_number is not None and (block["number"], block["first"]) != (next_number, next_first):
                raise Fault("position %d, block %d: the block is not there" % (next_first, next_number))
            next_number, next_first = block["number"] + 1, block["first"] + block["count"]
            if block.get("gone"):
                gone += block["count"]
        elif "message" in line:
            message = line["message"]
            if block is None or message["position"] != block["first"] + len(leaves):
                raise Fault("position %d: it is not where it should be" % message["position"])
            leaves.append(leaf(message))
            messages += 1
        elif "leaf" in line:
            leaves.append(unhex(line["leaf"], 32))
            gone += 1
        elif "seal" in line:
            finish()
            seal = line["seal"]
            if block is None or seal["block"] != block["number"] or unhex(seal["head"], 32) != last or seal["last_position"] != next_first - 1:
                raise Fault("block %d: the seal is of another chain" % seal["block"])
            check_seal(seal, key)
            seals, sealed, block = seals + 1, seal["block"], None
        else:
            raise Fault("a line that is none of this format")
    finish()
    if not is_saved_met:
        raise Fault("position %s: the saved seal reaches to position %d, the export does not: it was cut off or rolled back" % (next_first, saved["last_position"]))
    print("The chain holds: %d messages, %d gone by retention, %d seals, the last one over block %d; head %s." % (messages, gone, seals, sealed, last.hex()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["export", "proof"])
    parser.add_argument("file", help="- for standard input")
    parser.add_argument("--key", help="the gateway's public key (audit.pub), 64 hexadecimal digits")
    parser.add_argument("--seal", help="a seal that was kept: the export has to hold it")
    arguments = parser.parse_args()
    try:
        key = unhex(arguments.key, 32) if arguments.key else None
        saved = None
        if arguments.seal:
            with open(arguments.seal) as file:
                saved = json.load(file)
            check_seal(saved, key)
        stream = sys.stdin if arguments.file == "-" else open(arguments.file)
        with stream:
            if arguments.what == "proof":
                check_proof(json.load(stream), key)
            else:
                check_export(stream, key, saved)
    except Fault as fault:
        print("It does not hold: %s" % fault, file=sys.stderr)
        return 1
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, struct.error) as error:
        print("It does not hold: the file is not of this format (%s: %s)" % (type(error).__name__, error), file=sys.stderr)
        return 1
    except OSError as error:
        print("%s" % error, file=sys.stderr)
        return 2
    if key is None:
        print("Whose key signed it was not checked: --key takes the gateway's audit.pub.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
