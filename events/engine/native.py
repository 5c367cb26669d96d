"""Arrow -> blocks of ClickHouse's Native format: columns as the server stores them, every number exact.

Written here because the text formats of older servers round numbers, and loading a hundred million rows must not wait
for a parser. A block is how many columns and rows, then each column: its name, its type, its values.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

NUMBERS = {"UInt64": "<u8", "Int64": "<i8", "Int32": "<i4", "Float64": "<f8"}


def block(types: Mapping[str, str], batch: pa.RecordBatch) -> bytes:
    """The rows of ``batch`` as one block; ``types`` are the columns with their types, in order."""
    parts = [_counted(len(types)), _counted(batch.num_rows)]
    for name, type_name in types.items():
        parts += [_text(name), _text(type_name), *_values(type_name, batch.column(name))]
    return b"".join(parts)


def _values(type_name: str, values: pa.Array) -> list[bytes]:
    inner = type_name.partition("(")[2].removesuffix(")")
    if type_name.startswith("Nullable("):
        absent = np.asarray(values.is_null()).astype(np.uint8).tobytes()
        return [absent, *_values(inner, values.fill_null("" if inner == "String" else 0))]
    if type_name.startswith("Array("):
        lengths = np.asarray(values.value_lengths().fill_null(0)).astype("<u8")
        return [np.cumsum(lengths, dtype="<u8").tobytes(), *_values(inner, values.flatten())]
    if type_name == "String":
        return [_strings(values)]
    return [np.asarray(values).astype(NUMBERS[type_name]).tobytes()]


def _strings(values: pa.Array) -> bytes:
    """Each text as its length in bytes (seven bits a byte, the highest says that more follow) and its bytes."""
    values = values.cast(pa.large_string()).cast(pa.large_binary())
    _, offsets, data = values.buffers()
    if len(values) == 0 or offsets is None:
        return b""
    begins = np.frombuffer(offsets, "<i8")[values.offset : values.offset + len(values) + 1]
    content = np.frombuffer(data, np.uint8)[begins[0] : begins[-1]] if data is not None else np.empty(0, np.uint8)
    lengths = np.diff(begins)
    widths = np.ones(len(lengths), np.int64)
    for bits in (7, 14, 21, 28):
        widths += lengths >= 1 << bits
    heads = begins[:-1] - begins[0] + np.cumsum(widths) - widths
    written = np.empty(int(content.size + widths.sum()), np.uint8)
    is_content = np.ones(written.size, np.bool_)
    for number in range(int(widths.max())):
        some = widths > number
        places = heads[some] + number
        more = np.where(widths[some] > number + 1, 0x80, 0)
        written[places] = (lengths[some] >> 7 * number & 0x7F) | more
        is_content[places] = False
    written[is_content] = content
    return written.tobytes()


def _counted(number: int) -> bytes:
    parts = bytearray()
    while number >= 0x80:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    parts.append(number)
    return bytes(parts)


def _text(text: str) -> bytes:
    encoded = text.encode()
    return _counted(len(encoded)) + encoded
