"""Makes small JPEGs and PNGs of every kind, whole, cut off and broken, and what Pillow reads them as.

The version that made the committed file is in formats.json. To make it again:
    python3 -m venv /tmp/pil && /tmp/pil/bin/pip install pillow==13.0.0
    /tmp/pil/bin/python tests/reference/images/formats.py
formats.json: per file its name and bytes, and the pixels of convert("RGB"), or `error` where Pillow raises one (base64 all)."""
import base64, io, json, os, random, struct, zlib
import PIL
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
rnd = random.Random(9)
files = []

def add(name, content):
    case = {"name": name, "file": base64.b64encode(content).decode()}
    try: case["pixels"] = base64.b64encode(Image.open(io.BytesIO(content)).convert("RGB").tobytes()).decode()
    except Exception as error: case["error"] = f"{type(error).__name__}: {error}"[:80]
    files.append(case)

# JPEG

WIDTH, HEIGHT = 19, 11
picture = Image.frombytes("RGB", (WIDTH, HEIGHT), bytes((x * 11 * (c + 1) + y * (7 - c) + (x * y) % 5 * 9) % 256 for y in range(HEIGHT) for x in range(WIDTH) for c in range(3)))

def jpeg(mode, **options):
    out = io.BytesIO(); picture.convert(mode).save(out, "JPEG", quality=60, **options); return out.getvalue()

def patched(content, at, *values):
    out = bytearray(content); out[at:at + len(values)] = bytes(values); return bytes(out)

def adobe(content): return content.find(b"Adobe") + 11  # where the transform is

exif = Image.Exif(); exif[0x112] = 6
thumb = jpeg("RGB")
MORE = {"": {}, ", progressive": {"progressive": True}, ", restart markers": {"restart_marker_blocks": 1}, ", colours at half size": {"subsampling": 2}}
for more, options in MORE.items():
    add("JPEG of colours" + more, jpeg("RGB", **options))
    add("JPEG of inks" + more, jpeg("CMYK", **options))
    content = jpeg("CMYK", **options); add("JPEG of YCCK" + more, patched(content, adobe(content), 2))
add("JPEG of grey", jpeg("L")); add("JPEG of grey, progressive", jpeg("L", progressive=True))
add("JPEG of RGB", jpeg("RGB", keep_rgb=True))
content = jpeg("CMYK"); at = content.find(b"Adobe"); add("JPEG of inks without Adobe's segment", content[:at - 4] + content[at + 12:])
add("JPEG turned by EXIF", jpeg("RGB", exif=exif))
whole = jpeg("RGB", comment=b"no end: \xff\xd9", exif=exif)
whole = whole[:2] + b"\xff\xe2" + struct.pack(">H", len(thumb) + 2) + thumb + whole[2:]  # a picture in a segment, end marker and all
scan = whole.rfind(b"\xff\xda")
add("JPEG with end markers in comment and thumbnail", whole)
for name, content in {
    "no end marker": whole[:-2], "half an end marker": whole[:-1], "cut off in its scan": whole[:scan + 60], "cut off in its thumbnail": whole[:200],
    "filling before its end marker": whole[:-2] + b"\xff\xff\xff" + whole[-2:], "bytes behind its end": whole + b"more \xff\xd8\xff", "two pictures": whole + whole,
    "an end marker in its scan": whole[:scan + 60] + b"\xff\xd9", "nothing but its start": whole[:3],
}.items(): add(f"JPEG with {name}" if " " in name and name[0] != "c" else f"JPEG {name}", content)

# PNG

SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
START = b"\x89PNG\r\n\x1a\n"

def chunk(name, content): return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
def header(width, height, depth, colour, interlace=0): return START + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))

def paeth(a, b, c):
    p = a + b - c; pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c

def rows_of(width, height, depth, colour, interlace):
    samples, rows = SAMPLES[colour], b""
    step = max(1, samples * depth // 8)
    pixels = [[[rnd.randrange(2 ** depth) for _ in range(samples)] for _ in range(width)] for _ in range(height)]
    for x0, y0, right, down in ADAM7 if interlace else [(0, 0, 1, 1)]:
        columns, above = range(x0, width, right), None
        for y in range(y0, height, down) if len(columns) else []:
            bits = "".join(format(value, f"0{depth}b") for x in columns for value in pixels[y][x]); bits += "0" * (-len(bits) % 8)
            row = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)); above = above or bytes(len(row)); kind = rnd.randrange(5); rows += bytes([kind])
            for i, value in enumerate(row):
                a, b, c = row[i - step] if i >= step else 0, above[i], above[i - step] if i >= step else 0
                rows += bytes([(value - [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) % 256])
            above = row
    return rows

def png(width, height, depth, colour, interlace=0, before=b"", parts=1, more=b""):
    stream = zlib.compress(rows_of(width, height, depth, colour, interlace) + more); size = max(1, len(stream) // parts)
    return header(width, height, depth, colour, interlace) + before + b"".join(chunk(b"IDAT", stream[i:i + size]) for i in range(0, len(stream), size)) + chunk(b"IEND", b"")

def palette(entries): return chunk(b"PLTE", bytes(rnd.randrange(256) for _ in range(3 * entries)))

for colour, depths in {0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]}.items():
    for depth in depths:
        before = palette(min(2 ** depth, 20)) if colour == 3 else b""
        add(f"PNG of type {colour}, {depth} bits", png(7, 5, depth, colour, before=before, parts=3))
        add(f"PNG of type {colour}, {depth} bits, interlaced", png(9, 6, depth, colour, 1, before=before))
add("PNG with a transparent colour", png(4, 3, 8, 2, before=chunk(b"tRNS", b"\0\1\0\2\0\3")))
add("PNG with a transparent palette", png(4, 3, 2, 3, before=palette(4) + chunk(b"tRNS", b"\0\x80")))
add("PNG without its palette", png(4, 3, 2, 3))
whole = png(6, 4, 8, 2); at = whole.find(b"IDAT"); size, = struct.unpack(">I", whole[at - 4:at]); stream = whole[at + 4:at + 4 + size]
for name, content in {
    "without its end": whole[:-12], "cut off in its pixels": whole[:at + 4 + size // 2], "cut off in its header": whole[:20], "with bytes behind its end": whole + b"more",
    "with a wrong checksum of its pixels": patched(whole, at + 4 + size, whole[at + 4 + size] ^ 1), "with a wrong checksum of its header": patched(whole, 29, whole[29] ^ 1),
    "with a wrong sum in its stream": whole[:at - 4] + chunk(b"IDAT", patched(stream, size - 1, stream[-1] ^ 1)), "without the sum of its stream": whole[:at - 4] + chunk(b"IDAT", stream[:-4]),
    "with too few pixels": whole[:at - 4] + chunk(b"IDAT", zlib.compress(b"\0" * 30)), "with more rows than it says": png(6, 4, 8, 2, more=b"\0" * 9000), "without pixels": header(6, 4, 8, 2) + chunk(b"IEND", b""),
    "with a filter that is none": header(1, 1, 8, 0) + chunk(b"IDAT", zlib.compress(b"\x07\0")), "of no size": header(0, 4, 8, 2) + chunk(b"IDAT", zlib.compress(b"")), "of an unknown type": header(1, 1, 8, 5) + chunk(b"IDAT", zlib.compress(b"\0\0")),
    "of 50,000 by 50,000 pixels": header(50_000, 50_000, 8, 2) + chunk(b"IDAT", zlib.compress(b"\0" * 100)),
}.items(): add(f"PNG {name}", content)

with open(f"{HERE}/formats.json", "w") as out:
    lines = ",\n".join(json.dumps(case) for case in files)
    out.write(f'{{"pillow": "{PIL.__version__}", "files": [\n{lines}\n]}}\n')
print(len(files), [case["name"] for case in files if "error" in case])
