"""Golden values of PillowResizeTest: pictures of pseudo-random noise, resized by Pillow itself.

    python3 pillow_resize_golden.py > ../resources/io/slidestream/networks/pillow-resize.csv

Each line: source width, source height, side of the square, SHA-256 of the result's RGB bytes, its first four pixels.
"""
import hashlib

import numpy
import PIL
from PIL import Image

SIZES = [(448, 448, 224), (225, 225, 224), (150, 150, 224), (261, 233, 224), (233, 224, 224), (224, 97, 224),
         (7, 5, 4), (3, 2, 9), (1, 1, 5), (1000, 37, 227), (224, 224, 224)]


def noise(width, height):
    """Three kinds of rows in turn: noise, a ramp, black and white."""
    state = 1
    pixels = numpy.zeros(width * height, dtype=numpy.uint32)
    for i in range(width * height):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        x, y = i % width, i // width
        if y % 3 == 0:
            pixels[i] = state >> 8
        elif y % 3 == 1:
            pixels[i] = (x & 0xFF) << 16 | (y & 0xFF) << 8 | ((x + y) & 0xFF)
        else:
            pixels[i] = 0xFFFFFF if state >> 31 else 0
    rgb = numpy.stack([pixels >> 16 & 0xFF, pixels >> 8 & 0xFF, pixels & 0xFF], axis=-1).astype(numpy.uint8)
    return Image.fromarray(rgb.reshape(height, width, 3))


print(f"# Pillow {PIL.__version__}")
for width, height, side in SIZES:
    result = noise(width, height).resize((side, side), Image.Resampling.BILINEAR)
    data = result.tobytes()
    print(f"{width},{height},{side},{hashlib.sha256(data).hexdigest()},{data[:12].hex()}")
