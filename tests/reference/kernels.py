"""Makes kernels.safetensors: what torch gives for every case of tests/conformance/every_kernel.ts.

Run: python3 tests/reference/kernels.py   (made with torch 1.13; needs nothing but torch)

Names: <case>/in/<input>, <case>/out, <case>/dy (the gradient that comes in), <case>/grad/<input>.
A case without a gradient has no dy. Values are computed in float64 from float32 inputs.
"""
import json
import math
import pathlib
import struct
import zlib

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
CASES = {}


def case(name, fn, differentiate=True, **inputs):
    CASES[name] = (fn, differentiate, inputs, GENERATOR)


def own_stream(name):
    """The next case draws from a stream of its own, keyed by its name: adding one changes no other."""
    global GENERATOR
    GENERATOR = torch.Generator().manual_seed(zlib.crc32(name.encode()))
    return name


def normal(*shape):
    return torch.randn(shape, generator=GENERATOR)


def positive(*shape):
    return normal(*shape).abs() + 0.5


def ints(values):
    return torch.tensor(values, dtype=torch.int32)


GENERATOR = torch.Generator().manual_seed(4)
L = torch.long

# One element at a time.
for name, fn in dict(abs=torch.abs, cos=torch.cos, erf=torch.erf, exp=torch.exp, neg=torch.neg, relu=F.relu,
                     sigmoid=torch.sigmoid, sin=torch.sin, square=torch.square, tanh=torch.tanh).items():
    case(name, fn, x=normal(3, 5))
case("log", torch.log, x=positive(3, 5))
case("sqrt", torch.sqrt, x=positive(3, 5))
case("rsqrt", torch.rsqrt, x=positive(3, 5))
case("clipByValue", lambda x: x.clamp(-0.5, 0.75), x=normal(4, 5))
case("add", lambda a, b: a + b, a=normal(2, 3, 4), b=normal(3, 1))
case("addN", lambda a, b, c: a + b + c, a=normal(3, 4), b=normal(3, 4), c=normal(3, 4))
case("sub", lambda a, b: a - b, a=normal(2, 3, 4), b=normal(4))
case("mul", lambda a, b: a * b, a=normal(2, 3, 4), b=normal(1, 4))
case("div", lambda a, b: a / b, a=normal(2, 3, 4), b=positive(3, 1))
case("pow", lambda a, b: a ** b, a=positive(3, 4), b=normal(3, 4))
case("maximum", torch.maximum, a=normal(3, 4), b=normal(3, 4))
case("minimum", torch.minimum, a=normal(3, 4), b=normal(3, 4))
case("squaredDifference", lambda a, b: (a - b) ** 2, a=normal(3, 4), b=normal(3, 4))
case("cast", lambda x, i: x * i.to(x.dtype), x=normal(3, 4), i=ints([0, 1, 2, -3]))
case("castToInt", lambda x: x.to(torch.int32), False, x=normal(3, 4) * 5)
LEFT, RIGHT = ints([1, 2, 3, 4, 5, 6]), ints([3, 2, 1, 4, 6, 5])
for name, fn in dict(equal=torch.eq, notEqual=torch.ne, greater=torch.gt, greaterEqual=torch.ge, less=torch.lt,
                     lessEqual=torch.le).items():
    case(name, fn, False, a=LEFT, b=RIGHT)
case("logicalAnd", lambda a, b: (a > 2) & (b > 2), False, a=LEFT, b=RIGHT)
case("logicalNot", lambda a, b: ~(a > b), False, a=LEFT, b=RIGHT)
case("select", lambda c, a, b: torch.where(c > 0, a, b), c=ints([[1, 0, 1], [0, 0, 1]]), a=normal(2, 3), b=normal(2, 3))
case("selectBroadcast", lambda c, a: torch.where(c[:, None] > 0, a, torch.tensor(-7.0, dtype=a.dtype)), c=ints([1, 0]), a=normal(2, 3))

# Products.
def transposed(x, flag):
    return x.transpose(-1, -2) if flag else x

for ta in (0, 1):
    for tb in (0, 1):
        f = lambda a, b, ta=ta, tb=tb: transposed(a, ta) @ transposed(b, tb)
        case(f"matmul{ta}{tb}", f, a=normal(*((4, 3) if ta else (3, 4))), b=normal(*((5, 4) if tb else (4, 5))))
        case(f"batchedMatmul{ta}{tb}", f, a=normal(2, 3, *((4, 3) if ta else (3, 4))),
             b=normal(2, 3, *((5, 4) if tb else (4, 5))))
case("scaledMatmul", lambda a, b, c: 0.25 * (a @ b) + (2.0 * a) @ b + c, a=normal(3, 4), b=normal(4, 5), c=normal(3, 5))

# Movement.
case("reshape", lambda x: x.reshape(4, 6) * 2, x=normal(2, 3, 4))
case("identity", lambda x: x.clone() * 2, x=normal(3))
case("expandDims", lambda x: x.unsqueeze(-1).unsqueeze(1), x=normal(2, 3))
case("transpose", lambda x: x.permute(0, 2, 1, 3), x=normal(2, 3, 4, 2))
case("slice", lambda x: x[:, 1:3, 2:], x=normal(2, 4, 5))
case("concat", lambda a, b, c: torch.cat([a, b, c], -1), a=normal(2, 3), b=normal(2, 1), c=normal(2, 2))
case("stack", lambda a, b: torch.stack([a, b], 1), a=normal(2, 3), b=normal(2, 3))
case("pad", lambda x: F.pad(x, (1, 2, 0, 1), value=0.0), x=normal(2, 3))
case("split", lambda x: x[:, 4:] * x[:, :2] - x[:, 2:4], x=normal(3, 6))
case("splitSizes", lambda x: torch.cat([x[:, 1:], x[:, :1]], 1) * x, x=normal(3, 4))
case("unstack", lambda x: x[:, 0] * x[:, 2] - x[:, 1], x=normal(2, 3, 4))
case("tile", lambda x: x.repeat(2, 3), x=normal(2, 3))
case("fill", lambda x: x * torch.full((9, 9), 2.5), x=normal(9, 9))
case("onesLike", lambda x: x * 3 + torch.ones_like(x), x=normal(9, 9))
case("zerosLike", lambda x: torch.maximum(x, torch.zeros_like(x)), x=normal(9, 9))
case("range", lambda x: x * torch.arange(2, 14, 3), x=normal(4))

# Along an axis.
case("sum", lambda x: x.sum((0, 2)), x=normal(2, 3, 4))
case("sumAll", lambda x: x.sum(), x=normal(9, 9))
case("mean", lambda x: x.mean(-1, keepdim=True), x=normal(2, 3, 4))
case("max", lambda x: x.amax(1), x=normal(3, 5))
case("argMax", lambda x: x.argmax(-1).to(torch.int32), False, x=normal(4, 5))
case("softmax", lambda x: F.softmax(x, -1), x=normal(2, 3, 5))
case("logSoftmax", lambda x: F.log_softmax(x, -1), x=normal(4, 5))
case("cumsum", lambda x: x.cumsum(1), x=normal(2, 5))
case("cumsumExclusiveReverse", lambda x: x.flip(1).cumsum(1).flip(1) - x, x=normal(2, 5))
case("cumsumInt", lambda x: x.cumsum(1).to(torch.int32), False, x=ints([[1, 0, 1, 1], [1, 1, 0, 0]]))

# Lookups.
IDS = ints([[4, 0, 2], [2, 1, 2]])
case("gather", lambda x, i: x[i.to(L)], x=normal(5, 3), i=IDS)
case("gatherColumns", lambda x, i: x[:, i.to(L)], x=normal(4, 5), i=ints([3, 0, 3]))
case("unsortedSegmentSum", lambda x, i: torch.zeros(4, 3, dtype=x.dtype).index_add(0, i.to(L), x), x=normal(5, 3),
     i=ints([2, 0, 2, 3, 0]))

# Attention as models write it: everything at once.
def attention(q, k, v, mask):
    scores = q @ k.transpose(-1, -2) / math.sqrt(4) + (1 - mask.to(q.dtype))[:, None, None, :] * -1e9
    return F.softmax(scores, -1) @ v

case("attention", attention, q=normal(2, 3, 5, 4), k=normal(2, 3, 5, 4), v=normal(2, 3, 5, 4),
     mask=ints([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]]))

# Our own operations.
case("linear", F.linear, x=normal(2, 3, 4), weight=normal(5, 4), bias=normal(5))
case("linearWithoutBias", F.linear, x=normal(3, 4), weight=normal(5, 4))
case("layerNorm", lambda x, weight, bias: F.layer_norm(x, (6,), weight, bias, 1e-5), x=normal(2, 3, 6) * 3 + 1,
     weight=normal(6), bias=normal(6))
case("gelu", F.gelu, x=normal(4, 5) * 2)
case("embedding", lambda table, ids: F.embedding(ids.to(L), table), table=normal(5, 3), ids=IDS)
case("embeddingPadding", lambda table, ids: F.embedding(ids.to(L), table, padding_idx=2), table=normal(5, 3), ids=IDS)
case("takeRows", lambda x, rows: x[rows.to(L)], x=normal(6, 3), rows=ints([5, 1, 5]))
case("takeColumns", lambda x, columns: x[..., columns.to(L)], x=normal(2, 3, 6), columns=ints([4, 0, 5]))
case("takeColumnsTwice", lambda x, columns: x[..., columns.to(L)], x=normal(3, 6), columns=ints([4, 0, 4]))
case("takeColumnsWindow", lambda x: x[..., 2:5], x=normal(2, 3, 6))
case("takeAlong", lambda x, indices: x.gather(1, indices.to(L)), x=normal(3, 5), indices=ints([[4, 0], [1, 1], [2, 3]]))
case("crossEntropy", lambda logits, labels: F.cross_entropy(logits, labels.to(L), reduction="none"), logits=normal(5, 4) * 3,
     labels=ints([3, -100, 0, 1, -100]))
case("applyMask", lambda x, keep: torch.where(keep > 0, x / 0.75, torch.zeros_like(x)), x=normal(3, 4),
     keep=ints([[1, 0, 1, 1], [0, 1, 1, 1], [1, 1, 1, 0]]))
case("squaredNorm", lambda x: (x ** 2).sum(), False, x=normal(3, 4))

# Cases that came later.
case(own_stream("silu"), F.silu, x=normal(4, 5) * 3)
case(own_stream("geluNew"), lambda x: F.gelu(x, approximate="tanh"), x=normal(4, 5) * 2)


def rms_norm(x, weight):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * weight

case(own_stream("rmsNorm"), rms_norm, x=normal(2, 3, 6) * 3 + 1, weight=normal(6))


def rotate(x, cos, sin):
    """As the hub's apply_rotary_pos_emb, whose tables have each angle twice."""
    cos, sin = torch.cat((cos, cos), -1).detach(), torch.cat((sin, sin), -1).detach()
    half = x.shape[-1] // 2
    return x * cos + torch.cat((-x[..., half:], x[..., :half]), -1) * sin

ANGLES = torch.arange(5.0)[:, None] * torch.tensor([1.0, 0.1, 0.01])
case(own_stream("rotate"), rotate, x=normal(2, 3, 5, 6), cos=ANGLES.cos(), sin=ANGLES.sin())


def shared_keys(q, k, v, mask):
    """Two heads of queries for each head of keys, and no word sees those behind it."""
    k, v = k.repeat_interleave(2, 1), v.repeat_interleave(2, 1)
    seen = mask[:, None, None, :].bool() & torch.ones(5, 5, dtype=torch.bool).tril()
    hidden = (~seen).to(q.dtype) * torch.finfo(torch.float32).min
    return F.softmax(q @ k.transpose(-1, -2) / math.sqrt(4) + hidden, -1) @ v

case(own_stream("sharedKeys"), shared_keys, q=normal(2, 4, 5, 4), k=normal(2, 2, 5, 4), v=normal(2, 2, 5, 4),
     mask=ints([[1, 1, 1, 0, 0], [0, 0, 1, 1, 1]]))


def keep_largest(x):
    """Among the 3 largest of 6 in its row, and the 2 largest of 4 in its column."""
    size = x.detach().abs()
    rows, columns = size.topk(3, dim=1).values[:, -1:], size.topk(2, dim=0).values[-1:]
    return torch.where((size >= rows) & (size >= columns), x, torch.zeros_like(x))

case(own_stream("keepLargest"), keep_largest, x=normal(4, 6))


def tensors_of(name):
    fn, differentiate, inputs, generator = CASES[name]
    wide = {k: v.double().requires_grad_(differentiate) if v.is_floating_point() else v for k, v in inputs.items()}
    out = fn(*wide.values())
    tensors = {f"{name}/in/{k}": v for k, v in inputs.items()}
    tensors[f"{name}/out"] = out.detach()
    if differentiate:
        dy = torch.randn(out.shape, generator=generator)
        out.backward(dy.double())
        tensors[f"{name}/dy"] = dy
        tensors |= {f"{name}/grad/{k}": v.grad for k, v in wide.items() if v.grad is not None}
    return tensors


def stored(tensor):
    if tensor.dtype == torch.bool:
        return "BOOL", tensor.contiguous().numpy().tobytes()
    if tensor.is_floating_point():
        return "F32", tensor.float().contiguous().numpy().tobytes()
    return "I32", tensor.to(torch.int32).contiguous().numpy().tobytes()


def save(path, tensors):
    header, blobs, end = {}, [], 0
    for name in sorted(tensors):
        dtype, blob = stored(tensors[name])
        header[name] = dict(dtype=dtype, shape=list(tensors[name].shape), data_offsets=[end, end + len(blob)])
        blobs.append(blob)
        end += len(blob)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


if __name__ == "__main__":
    everything = {}
    for name in CASES:
        everything |= tensors_of(name)
    save(HERE / "kernels.safetensors", everything)
    print(len(CASES), "cases,", len(everything), "tensors, torch", torch.__version__)
