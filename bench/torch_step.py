"""Peer: the training step of a mini model in plain torch, with one thread, as JSON lines on request.

Reads the folder that bench/step/case_folder.ts writes: `case.json`, `model.safetensors`,
`initial.safetensors`, `batch.safetensors`. Written as one would by hand: no library but torch.
"""
import json
import math
import re
import struct
import sys
import time

import torch
import torch.nn.functional as F

TYPES = {"F32": torch.float32, "I32": torch.int32}


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    header.pop("__metadata__", None)
    return {name: tensor_of(data, entry) for name, entry in header.items()}


def tensor_of(data, entry):
    begin, end = entry["data_offsets"]
    flat = torch.frombuffer(data[begin:end], dtype=TYPES[entry["dtype"]])
    return flat.reshape(entry["shape"])


class Case:
    """Weights, batch and setting; `values` maps hub names to tensors, trained ones with gradients."""

    def __init__(self, folder):
        with open(f"{folder}/case.json") as file:
            case = json.load(file)
        self.rate, self.clip, self.config, self.card = (
            case[key] for key in ("rate", "clip", "config", "card")
        )
        self.values = read_safetensors(f"{folder}/model.safetensors")
        self.values.update(read_safetensors(f"{folder}/initial.safetensors"))
        self.batch = {
            name: value.long() if value.dtype == torch.int32 else value
            for name, value in read_safetensors(f"{folder}/batch.safetensors").items()
        }
        self.adapted = {target["module"] for target in self.card["adapted"]}
        self.scale = self.card["alpha"] / self.card["rank"]
        # In a check nothing is dropped, and what is kept is scaled as ever.
        self.checking = False
        for trained in self.card["trained"]:
            self.values[trained["name"]].requires_grad_(True)

    def dropout(self, x, rate):
        if self.checking:
            return x / (1 - rate)
        return F.dropout(x, rate, training=True)

    def linear(self, module, x):
        y = F.linear(x, self.values[f"{module}.weight"], self.values.get(f"{module}.bias"))
        if module not in self.adapted or self.card["method"] == "fft":
            return y
        return y + F.linear(self.scale * self.factor(module, x), self.value(module, "lora_B"))

    def factor(self, module, x):
        """A x: a product for LoRA, the first columns of x for cLA."""
        if self.card["method"] == "cla":
            return x[..., : self.card["rank"]]
        return F.linear(x, self.value(module, "lora_A"))

    def value(self, module, name):
        return self.values[f"{module}.{name}.weight"]

    def norm(self, module, x):
        weight, bias = self.values[f"{module}.weight"], self.values[f"{module}.bias"]
        return F.layer_norm(x, weight.shape, weight, bias, self.config["layer_norm_eps"])

    def attend(self, module, x, bias=None):
        heads = self.config["num_attention_heads"]
        split = lambda y: y.unflatten(-1, (heads, -1)).transpose(1, 2)
        query, key, value = (
            split(self.linear(f"{module}.{name}", x)) for name in ("query", "key", "value")
        )
        scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
        if bias is not None:
            scores = scores + bias
        shares = self.dropout(scores.softmax(-1), self.config["attention_probs_dropout_prob"])
        return (shares @ value).transpose(1, 2).flatten(-2)


def vit(case):
    config, values = case.config, case.values
    patches = "vit.embeddings.patch_embeddings.projection"
    x = F.conv2d(
        case.batch["pixel_values"],
        values[f"{patches}.weight"],
        values[f"{patches}.bias"],
        stride=config["patch_size"],
    )
    x = x.flatten(2).transpose(1, 2)
    token = values["vit.embeddings.cls_token"].expand(x.shape[0], -1, -1)
    x = torch.cat([token, x], 1) + values["vit.embeddings.position_embeddings"]
    rate = config["hidden_dropout_prob"]
    x = case.dropout(x, rate)
    for layer in range(config["num_hidden_layers"]):
        name = f"vit.encoder.layer.{layer}"
        y = case.attend(f"{name}.attention.attention", case.norm(f"{name}.layernorm_before", x))
        x = x + case.dropout(case.linear(f"{name}.attention.output.dense", y), rate)
        y = case.linear(f"{name}.intermediate.dense", case.norm(f"{name}.layernorm_after", x))
        x = x + case.dropout(case.linear(f"{name}.output.dense", F.gelu(y)), rate)
    return case.linear("classifier", case.norm("vit.layernorm", x)[:, 0])


def roberta(case):
    config, values, ids = case.config, case.values, case.batch["input_ids"]
    padding, rate = config["pad_token_id"], config["hidden_dropout_prob"]
    name = "roberta.embeddings"
    is_word = ids.ne(padding).long()
    positions = is_word.cumsum(1) * is_word + padding
    x = F.embedding(ids, values[f"{name}.word_embeddings.weight"], padding_idx=padding)
    x = x + values[f"{name}.token_type_embeddings.weight"][0]
    x = x + F.embedding(positions, values[f"{name}.position_embeddings.weight"], padding_idx=padding)
    x = case.dropout(case.norm(f"{name}.LayerNorm", x), rate)
    bias = (1 - case.batch["attention_mask"].float())[:, None, None, :] * -1e9
    for layer in range(config["num_hidden_layers"]):
        name = f"roberta.encoder.layer.{layer}"
        y = case.attend(f"{name}.attention.self", x, bias)
        y = case.dropout(case.linear(f"{name}.attention.output.dense", y), rate)
        x = case.norm(f"{name}.attention.output.LayerNorm", x + y)
        y = F.gelu(case.linear(f"{name}.intermediate.dense", x))
        y = case.dropout(case.linear(f"{name}.output.dense", y), rate)
        x = case.norm(f"{name}.output.LayerNorm", x + y)
    y = case.linear("classifier.dense", case.dropout(x[:, 0], rate)).tanh()
    return case.linear("classifier.out_proj", case.dropout(y, rate))


class Trainer:
    def __init__(self, case):
        self.case = case
        self.forward = {"vit": vit, "roberta": roberta}[case.card["architecture"]]
        trained, groups = case.card["trained"], case.card["groups"]
        self.parameters = [case.values[one["name"]] for one in trained]
        adamw = case.card["adamw"]
        self.optimizer = torch.optim.AdamW(
            [
                {
                    "params": [case.values[one["name"]] for one in trained if one["group"] == place],
                    "lr": case.rate * group["rate"],
                    "weight_decay": group["weightDecay"],
                }
                for place, group in enumerate(groups)
            ],
            betas=(adamw["beta1"], adamw["beta2"]),
            eps=adamw["epsilon"],
        )

    def gradients(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(self.forward(self.case), self.case.batch["labels"])
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.parameters, self.case.clip or math.inf)
        return loss.item(), norm.item()

    def step(self):
        self.gradients()
        self.optimizer.step()

    def check(self):
        self.case.checking = True
        loss, norm = self.gradients()
        self.case.checking = False
        return {"loss": loss, "gradientNorm": norm}

    def steps(self, milliseconds):
        taken = []
        begun = now = time.perf_counter()
        while not taken or (now - begun) * 1000 < milliseconds:
            self.step()
            after = time.perf_counter()
            taken.append((after - now) * 1000)
            now = after
        return {"steps": taken}


def blas_in_use():
    """The library that multiplies matrices; Debian's torch takes whichever is installed."""
    if "BLAS_INFO=generic" not in torch.__config__.show():
        return "its own BLAS"
    try:
        with open("/proc/self/maps") as file:
            maps = file.read()
    except OSError:
        return "unknown BLAS"
    return "OpenBLAS" if "openblas" in maps else "reference BLAS"


def peak_memory():
    try:
        with open("/proc/self/status") as file:
            return int(re.search(r"VmHWM:\s*(\d+) kB", file.read()).group(1)) * 1024
    except OSError:
        return None


def answer(reply):
    print(json.dumps(reply), flush=True)


def main():
    torch.set_num_threads(1)
    trainer = Trainer(Case(sys.argv[1]))
    answer({"version": f"torch {torch.__version__}, {blas_in_use()}"})
    for line in sys.stdin:
        request = json.loads(line)
        if request["ask"] == "check":
            answer(trainer.check())
        elif request["ask"] == "memory":
            answer({"peak": peak_memory()})
        else:
            answer(trainer.steps(request["milliseconds"]))


if __name__ == "__main__":
    main()
