"""Arrow columns from Python lists, without `pyarrow.array`.

That function imports the whole of pandas to look at its argument, which takes longer than an
ad-hoc screen itself. Here: nothing but the buffers of the columnar format
(https://arrow.apache.org/docs/format/Columnar.html).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def numbers(values: NDArray[np.generic], kind: pa.DataType) -> pa.Array:
    held = np.ascontiguousarray(values, dtype=kind.to_pandas_dtype())
    return pa.Array.from_buffers(kind, len(held), [None, pa.py_buffer(held.tobytes())])


def strings(values: Sequence[str | None]) -> pa.Array:
    encoded = [b"" if value is None else value.encode() for value in values]
    offsets = np.zeros(len(values) + 1, dtype=np.int32)
    np.cumsum([len(value) for value in encoded], out=offsets[1:])
    known = np.array([value is not None for value in values], dtype=bool)
    validity = (
        None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little").tobytes())
    )
    buffers = [
        validity,
        pa.py_buffer(offsets.tobytes()),
        pa.py_buffer(b"".join(encoded)),
    ]
    return pa.Array.from_buffers(pa.string(), len(values), buffers)
