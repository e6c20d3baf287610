"""Random and mutated bytes, all following from a seed."""

import random


def mutate(generator: random.Random, raw: bytes) -> bytes:
    """Return `raw` with a few bytes changed, removed, repeated, cut off or added."""
    data = bytearray(raw)
    for _ in range(generator.randrange(1, 5)):
        position = generator.randrange(len(data) + 1)
        action = generator.randrange(6)
        if action == 0:
            data[position : position + 1] = generator.randbytes(1)
        elif action == 1:
            del data[position : position + generator.randrange(1, 9)]
        elif action == 2:
            data[position:position] = data[position : position + generator.randrange(1, 17)]
        elif action == 3:
            # Length prefixes that claim a lot are what decoders must not believe.
            data[position : position + 4] = generator.choice(
                [b"\xfe\xff\xff\xff", b"\x03\xff\xff\xff\xff", b"\x13" + b"\xff" * 8, b"\x02\x09\x3d\x00"]
            )
        elif action == 4:
            del data[position:]
        else:
            data += generator.randbytes(generator.randrange(1, 9))
    return bytes(data)
