"""Loads what we exported and makes what we are to load, with the stock libraries.

Reads `request.json` in the folder of work, writes `report.json` there and the outputs of each model as
safetensors. Knows no tolerance: what is equal is for the caller to say.
"""

import json
import sys
import warnings
from pathlib import Path

import numpy
import peft
import safetensors.torch
import torch
import transformers

# The projections that an adapter usually changes, as transformers 5 calls them.
PROJECTIONS = {"vit": ["q_proj", "v_proj"], "roberta": ["query", "value"], "gpt2": ["c_attn"]}


def outputs_of(model, inputs):
    """Logits of a classifier; of a language model the loss of each next token, 0 where none is asked."""
    feeds = {name: each.long() if each.dtype == torch.int32 else each for name, each in inputs.items()}
    labels = feeds.pop("labels", None)
    with torch.no_grad():
        logits = model(**feeds).logits
    if logits.dim() == 2:
        return {"logits": logits.contiguous()}
    scores, wanted = logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten()
    losses = torch.nn.functional.cross_entropy(scores, wanted, reduction="none", ignore_index=-100)
    return {"losses": losses}


def load_model(folder, auto):
    """The model of a folder; every weight has to come from its file."""
    model, info = getattr(transformers, auto).from_pretrained(folder, output_loading_info=True)
    faults = {name: sorted(keys) for name, keys in info.items() if keys}
    if faults:
        raise ValueError(f"not all weights are where they belong: {faults}")
    return model.eval()


def load_export(case):
    """A checkpoint, or an adapter on its base model; a warning of missing keys is an error."""
    if case["form"] == "checkpoint":
        return load_model(case["folder"], case["auto"])
    base = load_model(f"{case['folder']}/base", case["auto"])
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=".*missing adapter keys.*")
        return peft.PeftModel.from_pretrained(base, case["folder"]).eval()


def recipes(kind, head):
    """Configurations that differ in what they say of the computation, by name."""
    projections = PROJECTIONS[kind]
    common = {"r": 4, "lora_alpha": 8, "target_modules": projections, "modules_to_save": head}
    first = f".*\\.0\\..*\\.{projections[0]}"
    return {
        "plain": common,
        "rslora": {**common, "use_rslora": True},
        "patterns": {**common, "rank_pattern": {first: 2}, "alpha_pattern": {first: 3}},
        "regex": {**common, "target_modules": f".*\\.({'|'.join(projections)})"},
        "all-linear": {**common, "target_modules": "all-linear"},
        "layers": {**common, "layers_to_transform": [1]},
        "excluded": {**common, "exclude_modules": first},
        "bias": {**common, "bias": "all"},
    }


def make_adapter(base, recipe, seed):
    """An adapter whose every trained number is drawn, on the base model of a folder."""
    model = load_model(base["folder"], base["auto"])
    task = "CAUSAL_LM" if base["auto"].endswith("CausalLM") else None
    adapted = peft.get_peft_model(model, peft.LoraConfig(task_type=task, **recipe))
    torch.manual_seed(seed)
    for weight in (each for each in adapted.parameters() if each.requires_grad):
        torch.nn.init.normal_(weight, std=0.1)
    return adapted.eval()


def save(work, group, name, outputs):
    folder = work / group
    folder.mkdir(exist_ok=True)
    safetensors.torch.save_file(outputs, folder / f"{name}.safetensors")


def try_exports(work, cases):
    """What became of each export: nothing to say, or the error in words."""
    found = []
    for case in cases:
        error = None
        try:
            inputs = safetensors.torch.load_file(case["inputs"])
            save(work, "loaded", case["name"], outputs_of(load_export(case), inputs))
        except Exception as fault:  # Whatever a library throws is the finding.
            error = f"{type(fault).__name__}: {fault}"
        found.append({"name": case["name"], "error": error})
    return found


def make_adapters(work, bases):
    """Every recipe on every base, saved as peft saves it."""
    made = []
    for base in bases:
        inputs = safetensors.torch.load_file(base["inputs"])
        for seed, (recipe, config) in enumerate(recipes(base["kind"], base["head"]).items()):
            name = f"{base['name']}-{recipe}"
            model = make_adapter(base, config, seed)
            model.save_pretrained(work / "adapters" / name)
            save(work, "made", name, outputs_of(model, inputs))
            made.append({"name": name, "base": base["name"], "recipe": recipe})
    return made


def main(work):
    """All that the request asks for."""
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    torch.set_num_threads(1)
    request = json.loads((work / "request.json").read_text())
    libraries = (torch, transformers, peft, numpy)
    report = {
        "versions": {library.__name__: library.__version__ for library in libraries},
        "exports": try_exports(work, request["exports"]),
        "adapters": make_adapters(work, request["bases"]),
    }
    (work / "report.json").write_text(json.dumps(report))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
