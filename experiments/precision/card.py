"""Writes what compare.py found into a model's card; tensors stay as they are: card.py MODEL 'JSON' NEW-MODEL

emonet train does the same at its end. A model that was trained before it did gets its card completed by this.
"""
import json
import struct
import sys

source, check, target = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
data = open(source, "rb").read()
length = struct.unpack("<Q", data[:8])[0]
header = json.loads(data[8:8 + length])
card = json.loads(header["__metadata__"]["card"])
card["bf16"] = check
header["__metadata__"]["card"] = json.dumps(card, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
text += b" " * (-len(text) % 8)
open(target, "wb").write(struct.pack("<Q", len(text)) + text + data[8 + length:])
