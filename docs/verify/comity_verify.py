"""An independent verifier of the Comity protocol, written from docs/PROTOCOL.md alone.

It shares no code with the node. It reads evidence bundles, kept envelopes, key histories, receipts, checkpoints and
acknowledgements, and refuses whatever breaks a MUST. It needs Python 3.10 and the package `cryptography` (with ML-DSA).

    python3 docs/verify/comity_verify.py bundle FILE        check an evidence bundle and say what it proves
    python3 docs/verify/comity_verify.py vectors FOLDER     check every vector, and refuse every altered one
"""

import base64
import datetime
import hashlib
import json
import pathlib
import re
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey


class Refused(Exception):
    """What was read breaks a rule of the protocol; the text says which."""


def need(holds, why):
    if not holds:
        raise Refused(why)


def sha256(data):
    return hashlib.sha256(data).digest()


# Section 1: deterministic CBOR.

MAX_DEPTH = 32


def decode(data, limit):
    need(len(data) <= limit, f"{len(data)} bytes are more than {limit}")
    value, at = _value(data, 0, 0)
    need(at == len(data), "bytes after the end")
    return value


def _take(data, at, count):
    need(at + count <= len(data), "the bytes end too early")
    return data[at : at + count], at + count


def _argument(data, at, short):
    if short < 24:
        return short, at
    need(short < 28, "an indefinite or reserved length")
    width = 1 << (short - 24)
    raw, at = _take(data, at, width)
    number = int.from_bytes(raw, "big")
    need(number >= {1: 24, 2: 1 << 8, 4: 1 << 16, 8: 1 << 32}[width], "a number not in its shortest form")
    return number, at


def _value(data, at, depth):
    need(depth <= MAX_DEPTH, "values nest too deeply")
    first, at = _take(data, at, 1)
    major, short = first[0] >> 5, first[0] & 31
    if major == 7:
        need(short in (20, 21, 22), "a float or an unknown simple value")
        return {20: False, 21: True, 22: None}[short], at
    need(major != 6, "a tag")
    number, at = _argument(data, at, short)
    if major == 0:
        return number, at
    if major == 1:
        return -1 - number, at
    if major == 2:
        return _take(data, at, number)
    if major == 3:
        raw, at = _take(data, at, number)
        try:
            return raw.decode("utf-8"), at
        except UnicodeDecodeError:
            raise Refused("text that is not UTF-8") from None
    need(number <= (len(data) - at) // (1 if major == 4 else 2), "a length beyond the end")
    if major == 4:
        items = []
        for _ in range(number):
            item, at = _value(data, at, depth + 1)
            items.append(item)
        return items, at
    fields, before = {}, None
    for _ in range(number):
        start = at
        key, at = _value(data, at, depth + 1)
        encoded = data[start:at]
        need(before is None or before < encoded, "map keys doubled or out of order")
        before = encoded
        value, at = _value(data, at, depth + 1)
        need(not isinstance(key, (list, dict)), "a map key that is no simple value")
        fields[key] = value
    return fields, at


def encode(value):
    if value is None:
        return b"\xf6"
    if value is True or value is False:
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        raw = value.encode()
        return _head(3, len(raw)) + raw
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(encode(item) for item in value)
    pairs = sorted((encode(key), encode(item)) for key, item in value.items())
    return _head(5, len(pairs)) + b"".join(key + item for key, item in pairs)


def _head(major, number):
    for short, width in ((None, 0), (24, 1), (25, 2), (26, 4), (27, 8)):
        if short is None:
            if number < 24:
                return bytes([major << 5 | number])
        elif number < 1 << (8 * width):
            return bytes([major << 5 | short]) + number.to_bytes(width, "big")
    raise Refused("an integer of more than 64 bits")


def fields(value, names):
    need(isinstance(value, dict) and set(value) == set(names), f"a map must have exactly the fields {names}")
    return [value[name] for name in names]


def items(value, count):
    need(isinstance(value, list) and len(value) == count, f"a list of {count} was expected")
    return value


def raw(value, length=None):
    need(isinstance(value, bytes) and (length is None or len(value) == length), f"a byte string of {length}")
    return value


def uint(value):
    need(isinstance(value, int) and not isinstance(value, bool) and value >= 0, "a number was expected")
    return value


def moment(value):
    need(isinstance(value, int) and not isinstance(value, bool), "a moment was expected")
    return value


def listed(value, most):
    need(isinstance(value, list) and len(value) <= most, f"a list of at most {most} was expected")
    return value


# Section 2: identifiers and signatures.

AUTHORITY = re.compile(r"[a-z]{2}\.[a-z0-9-]{2,40}\Z")


def authority(value):
    need(isinstance(value, str) and AUTHORITY.match(value), f"{value!r} is not an authority")
    return value


def check_pair(ed25519, ml_dsa_65, pair, message):
    """Both signatures must hold."""
    first, second = items(pair, 2)
    try:
        Ed25519PublicKey.from_public_bytes(raw(ed25519, 32)).verify(raw(first, 64), message)
    except InvalidSignature:
        raise Refused("the Ed25519 signature does not hold") from None
    try:
        MLDSA65PublicKey.from_public_bytes(raw(ml_dsa_65, 1952)).verify(raw(second, 3309), message)
    except (InvalidSignature, ValueError):
        raise Refused("the ML-DSA-65 signature does not hold") from None


def domain(name):
    return f"comity/v1/{name}".encode() + b"\0"


# Section 3: the act.

ACT = ["author", "recipients", "case", "kind", "follows", "made-at", "by", "approved-by", "purpose", "legal-basis",
       "handling", "onward", "conditions", "evaluation", "expires-at", "body"]
TURNED = set(range(0x202A, 0x202F)) | set(range(0x2066, 0x206A))


def text(value, most, lines=True):
    need(isinstance(value, str) and value.strip() and len(value.encode()) <= most, "a text is missing or too long")
    for char in value:
        code = ord(char)
        control = code < 0x20 or 0x7F <= code < 0xA0
        need(not (control and not (lines and char == "\n")) and code not in TURNED, "a character that cannot be shown")
    return value


def officer(value):
    login, name = fields(value, ["login", "name"])
    need(isinstance(login, str) and re.match(r"[a-z0-9.-]{2,32}\Z", login), "a login")
    return login, text(name, 200, lines=False)


def recipients_of(value):
    names = [authority(name) for name in listed(value, 64)]
    need(names and names == sorted(set(names)), "recipients are one or more, ascending, none doubled")
    return names


def act(data):
    value = decode(data, 4_259_840)
    (author, to, case, kind, follows, made_at, by, approved, purpose, basis, handling, onward, conditions,
     evaluation, expires, body) = fields(value, ACT)
    authority(author)
    recipients = recipients_of(to)
    need(author not in recipients, "the author is among the recipients")
    raw(case, 16)
    need(isinstance(kind, str) and re.match(r"[a-z][a-z0-9-]{0,31}\Z", kind), "a kind")
    named = [raw(name, 32) for name in listed(follows, 256)]
    need(named == sorted(set(named)), "acts that are followed ascend, none doubled")
    login, _ = officer(by)
    if approved is not None:
        need(officer(approved)[0] != login, "the approver is who made it")
    text(purpose, 4096)
    text(basis, 4096)
    need(handling in ("H0", "H1", "H2", "H3"), "a handling code")
    need(onward in ("none", "with-consent", "authorities-of-recipient-state"), "an onward rule")
    if conditions is not None:
        text(conditions, 4096)
    need(handling != "H3" or conditions is not None, "H3 without conditions")
    if evaluation is not None:
        source, information = fields(evaluation, ["source", "information"])
        need(source in ("A", "B", "C", "X") and information in (1, 2, 3, 4), "an evaluation")
    need(expires is None or moment(expires) > moment(made_at), "it expires before it was made")
    decode(raw(body), 4_194_304)
    return {"id": sha256(data), "author": author, "recipients": recipients, "case": case, "kind": kind,
            "follows": named, "made_at": moment(made_at), "by": login}


# Section 4: keys.

RECORD = ["version", "authority", "ed25519", "ml-dsa-65", "x-wing", "tls-cert-sha256"]
STATEMENT = ["version", "authority", "root", "number", "previous", "made-at", "what", "record", "signs-from",
             "signs-until", "seals-until", "opens-until", "keys", "revoked-from", "reason"]


class Record:
    """A key record, with the time in which it counts."""

    def __init__(self, data):
        version, name, ed25519, ml_dsa_65, x_wing, tls = fields(decode(data, 4096), RECORD)
        need(version == 1, "a version of key record that is not known")
        self.authority, self.ed25519, self.ml_dsa_65 = authority(name), raw(ed25519, 32), raw(ml_dsa_65, 1952)
        raw(x_wing, 1216), raw(tls, 32)
        self.fingerprint = sha256(data)
        self.signs_from, self.signs_until, self.revoked_from = None, None, None

    def check(self, what, content, pair):
        check_pair(self.ed25519, self.ml_dsa_65, pair, domain(what) + content)

    def counts_at(self, at):
        begun = self.signs_from is None or self.signs_from <= at
        ended = self.signs_until is not None and self.signs_until <= at
        revoked = self.revoked_from is not None and self.revoked_from <= at
        return begun and not ended and not revoked


class Keys:
    """The keys of one authority: a single record, or a history under a root."""

    def __init__(self, data):
        self.root = None
        value = decode(data, 1 << 20)
        if isinstance(value, dict):
            self.records = [Record(data)]
            self.authority = self.records[0].authority
        else:
            self._history(value)

    def _history(self, value):
        root, statements = items(value, 2)
        version, name, threshold, holders = fields(decode(raw(root), 1 << 17), ["version", "authority", "threshold", "holders"])
        need(version == 1, "a version of root that is not known")
        self.authority, self.root, self.records = authority(name), sha256(root), []
        pairs = [(raw(one, 32), raw(other, 1952)) for one, other in (items(it, 2) for it in listed(holders, 16))]
        need(pairs and pairs == sorted(pairs), "holders ascend")
        need(len({one for one, _ in pairs}) == len(pairs) == len({other for _, other in pairs}), "a holder is doubled")
        need(1 <= uint(threshold) <= len(pairs), "a threshold")
        previous = None
        for number, signed in enumerate(listed(statements, 1 << 12), 1):
            content, signers = items(decode(raw(signed), 1 << 17), 2)
            raw(content)
            indices = [uint(items(signer, 2)[0]) for signer in signers]
            need(indices == sorted(set(indices)) and len(indices) >= threshold, "too few holders signed")
            for index, pair in signers:
                need(index < len(pairs), "a holder that the root does not list")
                check_pair(*pairs[index], pair, domain("keys") + content)
            self._statement(content, number, previous)
            previous = sha256(content)

    def _statement(self, content, number, previous):
        (version, name, root, counted, before, made_at, what, record, signs_from, signs_until, seals_until, opens_until,
         revoked, revoked_from, reason) = fields(decode(content, 1 << 14), STATEMENT)
        need(version == 1 and name == self.authority and root == self.root, "a statement of another root")
        need(counted == number and before == previous, "a statement that does not follow the one before")
        moment(made_at)
        if what == "name":
            named = Record(raw(record))
            need(named.authority == self.authority, "keys of another authority")
            need(all(named.fingerprint != other.fingerprint for other in self.records), "keys named twice")
            need(moment(signs_from) < moment(signs_until) and seals_until > signs_from and opens_until >= seals_until,
                 "lifetimes that do not fit")
            need(revoked is None and revoked_from is None and reason is None, "fields of a revocation")
            named.signs_from, named.signs_until = signs_from, signs_until
            same = [other for other in self.records if other.ed25519 == named.ed25519 and other.revoked_from is not None]
            named.revoked_from = min((other.revoked_from for other in same), default=None)
            self.records.append(named)
        else:
            need(what == "revoke", "a statement of an unknown kind")
            need(all(it is None for it in (record, signs_from, signs_until, seals_until, opens_until)), "fields of a naming")
            text(reason, 400)
            found = [other for other in self.records if other.fingerprint == raw(revoked, 32)]
            need(len(found) == 1 and found[0].revoked_from is None, "keys that were not named, or are revoked already")
            for other in self.records:
                if other.ed25519 == found[0].ed25519 or other.ml_dsa_65 == found[0].ml_dsa_65:
                    other.revoked_from = moment(revoked_from)

    def check(self, what, content, pair, at):
        """The record under which the signatures hold at the claimed moment."""
        why = Refused("no keys of the authority count at that moment")
        for record in self.records:
            if record.counts_at(at):
                try:
                    record.check(what, content, pair)
                    return record
                except Refused as error:
                    why = error
        raise why


# Section 5: the envelope.

HEADER = ["suite", "sender", "to", "recipients", "epoch", "sequence", "previous", "act"]


def header(data):
    suite, sender, to, recipients, epoch, sequence, previous, named = fields(decode(data, 8192), HEADER)
    need(suite == 1, f"suite {suite} is not known")
    authority(sender), authority(to)
    names = recipients_of(recipients)
    need(sender not in names and to in names, "the sender is among the recipients, or the recipient is not")
    need(1 <= uint(epoch) < 1 << 53 and 1 <= uint(sequence) < 1 << 53, "a place")
    need((previous is None) == (sequence == 1), "only the first envelope has none before it")
    if previous is not None:
        raw(previous, 32)
    return {"hash": sha256(data), "sender": sender, "to": to, "recipients": names, "epoch": epoch,
            "sequence": sequence, "previous": previous, "act": raw(named, 32)}


def envelope(header_bytes, act_bytes, pair, keys):
    """Section 5.6, for an envelope as it is kept."""
    head = header(header_bytes)
    need(keys.authority == head["sender"], "keys of another authority than the sender")
    need(sha256(act_bytes) == head["act"], "the act is not the one that the header names")
    said = act(act_bytes)
    record = keys.check("envelope", header_bytes, pair, said["made_at"])
    need(said["author"] == head["sender"] and said["recipients"] == head["recipients"], "act and header disagree")
    return head, said, record


# Section 6.3: the acknowledgement.

def acknowledgement(data, keys, me):
    content, pair = items(decode(data, 32768), 2)
    sender, to, epoch, ranges, at = fields(decode(raw(content), 32768), ["from", "to", "epoch", "ranges", "at"])
    keys.check("ack", content, pair, moment(at))
    need(sender == keys.authority and to == me, "an acknowledgement of others")
    last = -1
    for first, end in (items(it, 2) for it in listed(ranges, 1024)):
        need(uint(first) >= 1 and first > last + 1 and uint(end) >= first, "ranges that overlap, touch or fall")
        last = end
    return uint(epoch), ranges


# Section 7: ledger, checkpoint, receipt.

def leaf_hash(data):
    return sha256(b"\0" + data)


def node_hash(left, right):
    return sha256(b"\1" + left + right)


def root_of(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(root_of(leaves[:split]), root_of(leaves[split:]))


def check_inclusion(leaf, index, size, proof, root):
    need(index < size, "an entry beyond the end")
    sides, low, high = [], 0, size
    while high - low > 1:
        middle = low + (1 << ((high - low - 1).bit_length() - 1))
        if index < middle:
            sides.append("right")
            high = middle
        else:
            sides.append("left")
            low = middle
    need(len(proof) == len(sides), "a proof of the wrong length")
    current = leaf
    for side, other in zip(reversed(sides), proof):
        current = node_hash(current, raw(other, 32)) if side == "right" else node_hash(raw(other, 32), current)
    need(current == root, "the proof leads to another root")


def check_consistency(older, old_root, newer, new_root, proof):
    """RFC 9162, section 2.1.4.2."""
    need(older <= newer, "a log does not shrink")
    if older == 0 or older == newer:
        need(not proof, "a proof of the wrong length")
        need(old_root == (sha256(b"") if older == 0 else new_root), "the roots differ")
        return
    path = list(proof)
    if older & (older - 1) == 0:
        path.insert(0, old_root)
    need(path, "a proof of the wrong length")
    fn, sn = older - 1, newer - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    one = other = path[0]
    for step in path[1:]:
        need(sn, "a proof of the wrong length")
        if fn & 1 or fn == sn:
            one, other = node_hash(step, one), node_hash(step, other)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            other = node_hash(other, step)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0 and one == old_root and other == new_root, "the proof leads to other roots")


ORIGIN = re.compile(r"comity/([a-z]{2}\.[a-z0-9-]{2,40})(?:/([1-9][0-9]*))?\Z")


def b64(value):
    try:
        data = base64.b64decode(value, validate=True)
    except ValueError:
        raise Refused("not base64") from None
    need(base64.b64encode(data).decode() == value, "base64 not in its one form")
    return data


def note(data):
    need(len(data) <= 65536, "a note that is too long")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("a note that is not UTF-8") from None
    need(all(char == "\n" or ord(char) >= 0x20 and ord(char) != 0x7F for char in whole), "control characters in a note")
    body, empty, signatures = whole.rpartition("\n\n")
    need(empty and signatures.endswith("\n") and body, "a note without signatures")
    body += "\n"
    lines = []
    for line in signatures[:-1].split("\n"):
        parts = line.split(" ")
        need(len(parts) == 3 and parts[0] == "\u2014", "a line that is no signature")
        signed = b64(parts[2])
        need(len(signed) > 4 and "+" not in parts[1], "a line that is no signature")
        lines.append((parts[1], signed[:4], signed[4:]))
    need(len(lines) <= 16, "too many signatures")
    parts = body[:-1].split("\n")
    need(3 <= len(parts) <= 11, "a note that is no checkpoint")
    match = ORIGIN.match(parts[0])
    need(match, "the log of no authority")
    need(match[2] is None or int(match[2]) >= 2, "an epoch that is not written")
    need(re.match(r"(0|[1-9][0-9]{0,19})\Z", parts[1]), "a size")
    root = b64(parts[2])
    need(len(root) == 32, "a root")
    return {"text": body.encode(), "origin": parts[0], "authority": match[1], "epoch": int(match[2] or 1),
            "size": int(parts[1]), "root": root, "lines": lines}


def key_id(name, *parts):
    return sha256(name.encode() + b"\n" + b"".join(parts))[:4]


def line_of(checkpoint, name, identifier):
    found = [signature for who, key, signature in checkpoint["lines"] if who == name and key == identifier]
    return found[0] if found else None


def check_checkpoint(checkpoint, keys):
    need(checkpoint["authority"] == keys.authority, "a checkpoint of another log")
    name = checkpoint["origin"]
    why = Refused("the checkpoint lacks the lines of its log's keys")
    for record in keys.records:
        pair = [line_of(checkpoint, name, key_id(name, b"\x01", record.ed25519)),
                line_of(checkpoint, name, key_id(name, b"\xff", b"comity-ml-dsa-65", record.ml_dsa_65))]
        if None not in pair:
            try:
                check_pair(record.ed25519, record.ml_dsa_65, pair, checkpoint["text"])
                return
            except Refused as error:
                why = error
    raise why


def cosigned(checkpoint, keys):
    """The seconds at which a witness cosigned; None when it did not."""
    name = "comity/" + keys.authority
    for record in keys.records:
        lines = [line_of(checkpoint, name, key_id(name, b"\x04", record.ed25519)),
                 line_of(checkpoint, name, key_id(name, b"\xff", b"comity-ml-dsa-65-cosignature", record.ml_dsa_65))]
        if None in lines:
            continue
        first, second = lines
        need(first[:8] == second[:8], "cosignatures of two moments")
        seconds = int.from_bytes(first[:8], "big")
        message = b"cosignature/v1\ntime %d\n" % seconds + checkpoint["text"]
        need(record.counts_at(seconds * 1_000_000), "keys that do not count at the moment of the cosignature")
        check_pair(record.ed25519, record.ml_dsa_65, [first[8:], second[8:]], message)
        return seconds
    return None


def statement(data):
    stage, reason, named, said, by, at = fields(decode(data, 2048), ["stage", "reason", "envelope", "act", "by", "at"])
    need(stage in ("stored", "opened", "accepted", "refused"), "a stage")
    need((stage == "refused") == (reason is not None), "only a refusal has a reason")
    if reason is not None:
        text(reason, 1024)
    return {"stage": stage, "envelope": raw(named, 32), "act": raw(said, 32), "by": authority(by), "at": moment(at)}


def entry(kind, digest, at):
    return bytes([1, kind]) + raw(digest, 32) + at.to_bytes(8, "big", signed=True)


def check_slip(slip, checkpoint, head):
    content, salt, index, proof = items(slip, 4)
    said = statement(raw(content))
    need(said["by"] == checkpoint["authority"] == head["to"], "a receipt of another authority")
    need(said["envelope"] == head["hash"] and said["act"] == head["act"], "a receipt for another envelope")
    leaf = leaf_hash(sha256(raw(salt, 32) + entry(3, sha256(content), said["at"])))
    check_inclusion(leaf, uint(index), checkpoint["size"], listed(proof, 65), checkpoint["root"])
    return said


# Section 8: the evidence bundle.

def bundle(data):
    word, version, own, body, pair = items(decode(data, 1 << 27), 5)
    need(word == "comity bundle" and version == 1, "not a bundle of version 1")
    exporter = Keys(raw(own))
    # The moment of the bundle stands in the body, which is not believed before the signatures hold under some record.
    signed = encode([word, version, own, raw(body)])
    why = Refused("the exporter has no keys")
    makers = []
    for record in exporter.records:
        try:
            record.check("bundle", signed, pair)
            makers.append(record)
        except Refused as error:
            why = error
    if not makers:
        raise why
    case, made_at, keys, acts, envelopes, checkpoints, receipts, entries = fields(
        decode(body, 1 << 27),
        ["case", "made-at", "keys", "acts", "envelopes", "checkpoints", "receipts", "entries"])
    raw(case, 16)
    need(any(record.counts_at(moment(made_at)) for record in makers), "keys that did not count when it was made")
    known = {exporter.authority: exporter}
    for record in keys:
        other = Keys(raw(record))
        need(other.authority not in known, "keys of one authority twice")
        known[other.authority] = other

    def keys_of(name):
        need(name in known, f"no keys of {name}")
        return known[name]

    said = {sha256(raw(it)): it for it in acts}
    need(len(said) == len(acts), "an act twice")
    heads, places, contradictions = {}, {}, []
    for head_bytes, signatures in (items(it, 2) for it in envelopes):
        claimed = header(raw(head_bytes))
        need(claimed["act"] in said, "an envelope without its act")
        head, content, _ = envelope(head_bytes, said[claimed["act"]], signatures, keys_of(claimed["sender"]))
        need(content["case"] == case, "an act of another case")
        heads[head["hash"]] = head
        place = (head["sender"], head["to"], head["epoch"], head["sequence"])
        if places.setdefault(place, head["hash"]) != head["hash"]:
            contradictions.append(f"two envelopes at {place}")
    need({head["act"] for head in heads.values()} == set(said), "an act without an envelope")
    notes, roots = [], {}
    for it in checkpoints:
        checkpoint = note(raw(it))
        check_checkpoint(checkpoint, keys_of(checkpoint["authority"]))
        checkpoint["cosigned"] = [name for name, other in known.items() if cosigned(checkpoint, other) is not None]
        place = (checkpoint["origin"], checkpoint["size"])
        if roots.setdefault(place, checkpoint["root"]) != checkpoint["root"]:
            contradictions.append(f"two roots at {place}")
        notes.append(checkpoint)

    def note_at(number):
        need(uint(number) < len(notes), "a checkpoint that is not there")
        return notes[number]

    proven = []
    for number, slip in (items(it, 2) for it in receipts):
        named = statement(raw(items(slip, 4)[0]))["envelope"]
        need(named in heads, "a receipt for an envelope that is not there")
        proven.append(check_slip(slip, note_at(number), heads[named]))
    for number, kind, digest, at, salt, index, proof in (items(it, 7) for it in entries):
        need(uint(kind) in range(1, 8), "a kind of entry")
        leaf = leaf_hash(sha256(raw(salt, 32) + entry(kind, digest, moment(at))))
        checkpoint = note_at(number)
        check_inclusion(leaf, uint(index), checkpoint["size"], listed(proof, 65), checkpoint["root"])
    followed = {name for it in said.values() for name in act(it)["follows"]}
    return {"made_by": exporter.authority, "case": case.hex(), "made_at": made_at,
            "keys": {name: (other.root or other.records[0].fingerprint).hex() for name, other in sorted(known.items())},
            "acts": len(said), "envelopes": len(heads), "receipts": [(it["by"], it["stage"]) for it in proven],
            "checkpoints": [(it["authority"], it["size"], it["cosigned"]) for it in notes], "entries": len(entries),
            "absent": sorted(name.hex() for name in followed - set(said)), "contradictions": contradictions}


# The vectors.

def refuses(check, what):
    try:
        check()
    except Refused:
        return 1
    raise SystemExit(f"an altered {what} was accepted")


def flips(data, steps=97):
    """The same bytes with one bit changed, at places spread over all of them."""
    for at in sorted({number * (len(data) - 1) // steps for number in range(steps + 1)}):
        yield data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]


def vectors(folder):
    folder = pathlib.Path(folder)
    load = lambda name: json.loads((folder / f"{name}.json").read_text())
    accepted = refused = 0
    for good in load("cbor")["accepted"]:
        data = bytes.fromhex(good if isinstance(good, str) else good["bytes"])
        need(encode(decode(data, len(data))) == data, "a value has another encoding")
        accepted += 1
    for bad in load("cbor")["refused"]:
        refused += refuses(lambda: decode(bytes.fromhex(bad["bytes"]), 1 << 20), "value")
    keys = {}
    for record in load("keys"):
        data = bytes.fromhex(record["record"])
        keys[record["authority"]] = Keys(data)
        need(sha256(data).hex() == record["fingerprint"], "another fingerprint")
        accepted += 1
    said = load("act")
    need(act(bytes.fromhex(said["bytes"]))["id"].hex() == said["id"], "another name of the act")
    accepted += 1
    kept = bytes.fromhex(load("envelope")["kept"])

    def check_kept(data):
        head_bytes, act_bytes, pair = items(decode(data, 4_300_000), 3)
        return envelope(raw(head_bytes), raw(act_bytes), pair, keys["ee.justice"])[0]

    head = check_kept(kept)
    need(head["hash"].hex() == load("envelope")["envelope-hash"], "another name of the envelope")
    accepted += 1
    refused += sum(refuses(lambda: check_kept(data), "envelope") for data in flips(kept))
    ack = bytes.fromhex(load("ack")["ack"])
    acknowledgement(ack, keys["de.bfj"], "ee.justice")
    accepted += 1
    refused += sum(refuses(lambda: acknowledgement(data, keys["de.bfj"], "ee.justice"), "acknowledgement")
                   for data in flips(ack))
    tree = load("tree")
    leaves = [bytes.fromhex(leaf) for leaf in tree["leaves"]]
    roots = [bytes.fromhex(root) for root in tree["roots"]]
    need(all(root_of(leaves[: size + 1]) == root for size, root in enumerate(roots)), "another root")
    for it in tree["inclusion"]:
        proof = [bytes.fromhex(node) for node in it["proof"]]
        leaf, root = leaf_hash(leaves[it["index"]]), roots[it["size"] - 1]
        check_inclusion(leaf, it["index"], it["size"], proof, root)
        refused += refuses(lambda: check_inclusion(leaf, it["index"], it["size"], proof[1:] + [root], root), "proof")
        accepted += 1
    for it in tree["consistency"]:
        proof = [bytes.fromhex(node) for node in it["proof"]]
        check_consistency(it["older"], roots[it["older"] - 1], it["newer"], roots[it["newer"] - 1], proof)
        if it["older"] != it["newer"]:
            other = sha256(b"another history")
            refused += refuses(
                lambda: check_consistency(it["older"], other, it["newer"], roots[it["newer"] - 1], proof), "proof")
        accepted += 1
    receipt = bytes.fromhex(load("receipt")["receipt"])

    def check_receipt(data):
        slip, signed = items(decode(data, 69_922), 2)
        checkpoint = note(raw(signed))
        check_checkpoint(checkpoint, keys["de.bfj"])
        return check_slip(slip, checkpoint, head)

    check_receipt(receipt)
    accepted += 1
    refused += sum(refuses(lambda: check_receipt(data), "receipt") for data in flips(receipt))
    if (folder / "history.json").exists():
        history = load("history")
        data = bytes.fromhex(history["history"])
        known = Keys(data)
        need(known.root.hex() == history["root-fingerprint"], "another root")
        accepted += 1
        refused += sum(refuses(lambda: Keys(changed), "history") for changed in flips(data, 37))
    if (folder / "witness.json").exists():
        witness = load("witness")
        checkpoint = note(witness["cosigned"].encode())
        check_checkpoint(checkpoint, keys["ee.justice"])
        need(cosigned(checkpoint, keys["de.bfj"]) == witness["at"], "another moment of the cosignature")
        accepted += 1
    for path in sorted(folder.glob("bundle*.json")):
        data = bytes.fromhex(json.loads(path.read_text())["bundle"])
        report, expected = bundle(data), json.loads(path.read_text())["report"]
        need(report["made_by"] == expected["made_by"] and report["case"] == expected["case"], "another report")
        need(report["acts"] == len({it["act"] for it in expected["acts"]}), "other acts")
        need(len(report["receipts"]) == len(expected["receipts"]), "other receipts")
        need(report["absent"] == expected["absent"], "other absent acts")
        accepted += 1
        refused += sum(refuses(lambda: bundle(changed), "bundle") for changed in flips(data, 61))
    return accepted, refused


def main(arguments):
    match arguments:
        case ["bundle", path]:
            try:
                report = bundle(pathlib.Path(path).read_bytes())
            except Refused as why:
                print(f"refused: {why}")
                return 1
            made = datetime.datetime.fromtimestamp(report["made_at"] / 1e6, datetime.timezone.utc)
            print(json.dumps({**report, "made_at": made.isoformat()}, indent=2))
            return 0
        case ["vectors", folder]:
            accepted, refused = vectors(folder)
            print(f"{accepted} vectors accepted, {refused} altered ones refused")
            return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
