"""Prints how far torch is from its own stored vectors in a training, in float32 here and in float64.

    python tests/reference/torch_against_itself.py ../shared/goldens gpt2-qv cola@reset

For parity/rounding.ts and docs/log.md: the distances are relative to the largest value of each tensor. Takes the
generator of the vectors from their own folder; torch 2.13.0, transformers 5.23.0, peft 0.21.2.
"""
import sys

FOLDER, KIND, METHOD = sys.argv[1:4]
sys.argv = [sys.argv[0], "public"]
sys.path.insert(0, f"{FOLDER}/generate")

import common  # noqa: E402

common.PROFILES["public"]["out"] = FOLDER

import gen_trajectories as generator  # noqa: E402
import torch  # noqa: E402
from safetensors.torch import load_file  # noqa: E402


def distances(ours, stored):
    """The largest relative distance of each tensor that training made, the farthest first."""
    names = [name for name in ours if name.startswith(("link.", "final."))]
    far = {n: float((ours[n].double() - stored[n].double()).abs().max() / stored[n].abs().max()) for n in names}
    return sorted(far.items(), key=lambda each: -each[1])


base = generator.load({"gpt2-qv": "gpt2-lm", "gpt2-whole": "gpt2-lm"}.get(KIND, KIND), torch.float32)
targets = generator.targets(base, KIND)
inits, offsets = generator.inits(METHOD, targets, base, generator.STEPS // generator.EVERY)
stored = load_file(f"{FOLDER}/trajectories/{KIND}-{METHOD.replace('@', '-')}.safetensors")
for dtype in (torch.float32, torch.float64):
    made = generator.run(KIND, METHOD, dtype, inits, offsets, targets)["tensors"]
    for name, distance in distances(made, stored)[:3]:
        print(f"{dtype} {name}: {distance:.1e}")
