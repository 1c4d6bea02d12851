"""Makes expected.json: pictures as Pillow reads and resizes them, and as transformers' image processors prepare them.

Versions that made the committed file are in it. To make it again:
    python3 -m venv /tmp/img && /tmp/img/bin/pip install pillow==13.0.0 transformers==4.57.3 numpy
    /tmp/img/bin/python tests/reference/images/make.py
`picture` (rows of red, green, blue; base64); `resized`: SHA-256 of Pillow's resize of it, by Pillow's number of the filter; `files`: a PNG of
every colour type and depth, and JPEGs, with the pixels of convert("RGB"); `processed`: pixel_values [3, H, W] of the picture."""
import base64, hashlib, io, json, os, struct, warnings, zlib
import numpy as np, PIL, transformers
from PIL import Image
warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__)); rng = np.random.default_rng(3)
WIDTH, HEIGHT = 13, 9
picture = rng.integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
picture[3:6, 4:9] = [255, 0, 20]  # edges, so that bicubic and Lanczos overshoot
image = Image.fromarray(picture)
b64 = lambda data: base64.b64encode(data).decode()

SIZES = [(13, 9), (13, 4), (5, 9), (26, 18), (7, 5), (1, 1), (40, 3), (3, 40), (14, 2)]  # the last ones: columns first
resized = [{"width": w, "height": h, "filter": f, "sha256": hashlib.sha256(np.asarray(image.resize((w, h), f)).tobytes()).hexdigest()}
    for w, h in SIZES for f in range(6)]

def chunk(kind, data): return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
def png(colour, depth, channels, palette=None, transparency=None, width=5, height=3):
    line = (width * depth * channels + 7) // 8
    raw = b"".join(bytes([0]) + rng.integers(0, 256, line, dtype=np.uint8).tobytes() for _ in range(height))
    parts = [chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))]
    if palette is not None: parts.append(chunk(b"PLTE", palette))
    if transparency is not None: parts.append(chunk(b"tRNS", transparency))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")
def colours(n): return rng.integers(0, 256, 3 * n, dtype=np.uint8).tobytes()
def jpeg(mode, **options):
    out = io.BytesIO(); image.convert(mode).save(out, "JPEG", **options); return out.getvalue()

FILES = {f"grey of {d} bits": png(0, d, 1) for d in (1, 2, 4, 8, 16)}
FILES |= {f"palette of {d} bits": png(3, d, 1, colours(2**d)) for d in (1, 2, 4, 8)}
FILES |= {f"colour of {d} bits": png(2, d, 3) for d in (8, 16)}
FILES |= {f"grey and alpha of {d} bits": png(4, d, 2) for d in (8, 16)}
FILES |= {f"colour and alpha of {d} bits": png(6, d, 4) for d in (8, 16)}
FILES |= {"grey with a transparent level": png(0, 8, 1, None, struct.pack(">H", 1)), "palette with transparency": png(3, 4, 1, colours(16), bytes([0, 128])),
    "palette that is too short": png(3, 8, 1, colours(9)), "colour with a suggested palette": png(2, 8, 3, colours(4))}
FILES |= {"JPEG, colours at half size": jpeg("RGB", quality=90, subsampling=2), "JPEG, colours at full size": jpeg("RGB", quality=75, subsampling=0),
    "progressive JPEG": jpeg("RGB", progressive=True), "grey JPEG": jpeg("L", quality=60)}
files = [{"name": n, "file": b64(f), "pixels": b64(np.asarray(Image.open(io.BytesIO(f)).convert("RGB")).tobytes())} for n, f in FILES.items()]

V, D = "ViTImageProcessor", "DeiTImageProcessor"
CONFIGS = [{"image_processor_type": V, "size": 6}, {"image_processor_type": V, "size": {"height": 4, "width": 7}, "resample": 3, "do_normalize": False},
    {"image_processor_type": V, "size": {"height": 5, "width": 5}, "resample": 1, "do_rescale": False, "image_mean": [100, 120, 140], "image_std": [50, 60, 70]},
    {"image_processor_type": V, "do_resize": False, "rescale_factor": 0.00784313725490196, "image_mean": [1, 1, 1], "image_std": [1, 1, 1]},
    {"image_processor_type": D, "size": 7, "crop_size": 4}, {"image_processor_type": D, "size": {"height": 5, "width": 8}, "crop_size": {"height": 8, "width": 5}},
    {"image_processor_type": D, "size": 6, "resample": 0, "do_center_crop": False, "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}]
def process(config):
    options = {k: v for k, v in config.items() if k != "image_processor_type"}
    values = getattr(transformers, config["image_processor_type"])(**options)(image, return_tensors="np")["pixel_values"][0].astype(np.float32)
    return {"config": config, "shape": list(values.shape), "values": [float(f"{v:.9g}") for v in values.ravel()]}

out = {"versions": {"pillow": PIL.__version__, "transformers": transformers.__version__, "numpy": np.__version__}, "width": WIDTH, "height": HEIGHT,
    "picture": b64(picture.tobytes()), "resized": resized, "files": files, "processed": [process(c) for c in CONFIGS]}
with open(f"{HERE}/expected.json", "w") as file: json.dump(out, file, separators=(",", ":")); file.write("\n")
