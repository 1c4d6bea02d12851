"""Adds a case of kind `model` to a folder of vectors: what `transformers` makes of real sentences.

    python tests/reference/model_case.py <folder of a hub model> <file of sentences> <folder of vectors>
    deno task cairn parity <folder of vectors>

Inputs are the model's own tokens of the sentences (one a line); where a folder has a head, it keeps it,
otherwise one for three classes is drawn from a seed. Written are the model as it was run, its inputs, logits,
loss, every hidden state and the gradient of every parameter, in float32 and (logits, loss) float64.
Made with torch 2.13.0 and transformers 5.23.0, on one thread.
"""
import json
import pathlib
import sys

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer

SEED, LABELS = 20_261, 3
RELATIVE = {"logits": 1e-5, "loss": 1e-6, "hidden_states": 1e-5, "gradients": 1e-5}


def load(folder, dtype):
    """The model with a head for its task; a head that is missing is the same in either precision."""
    torch.manual_seed(SEED)
    config = AutoConfig.from_pretrained(folder)
    causal = any("CausalLM" in name or "LMHead" in name for name in config.architectures or [])
    kind = AutoModelForCausalLM if causal else AutoModelForSequenceClassification
    extra = {} if causal else {"num_labels": LABELS}
    model = kind.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32, **extra)
    return model.to(dtype).eval(), causal


def batch_of(folder, sentences, causal):
    """Input ids, mask and labels: the ids themselves for a language model, classes in turn otherwise."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    inputs = tokenizer(sentences, padding=True, truncation=True, max_length=64, return_tensors="pt")
    ids, mask = inputs["input_ids"], inputs["attention_mask"]
    labels = torch.arange(len(sentences)) % LABELS
    if causal:
        labels = ids.masked_fill(mask == 0, -100)
    batch = {"input_ids": ids, "attention_mask": mask, "labels": labels}
    if getattr(AutoConfig.from_pretrained(folder), "type_vocab_size", 0) > 1 and "token_type_ids" in inputs:
        batch["token_type_ids"] = inputs["token_type_ids"]
    return batch


def run(model, batch):
    """Outputs with every hidden state, and the gradients of the loss."""
    outputs = model(**batch, output_hidden_states=True)
    outputs.loss.backward()
    return outputs


def tensors_of(model, batch, outputs):
    """Everything by the names that the cases of kind `model` have."""
    states = outputs.hidden_states
    tensors = {f"in.{name}": value for name, value in batch.items()}
    tensors |= {f"hidden_states.{index}": state for index, state in enumerate(states)}
    tensors |= {"logits": outputs.logits, "loss": outputs.loss.reshape(1), "last_hidden_state": states[-1]}
    for name, parameter in model.named_parameters():
        if parameter.grad is not None:
            tensors[f"grad.{name}"] = parameter.grad
    return tensors


def write(folder, out):
    """One case, added to the manifest."""
    model, causal = load(folder, torch.float32)
    exact, _ = load(folder, torch.float64)
    batch = batch_of(folder, SENTENCES.read_text().splitlines(), causal)
    tensors = tensors_of(model, batch, run(model, batch))
    precise = run(exact, batch)
    tensors |= {"logits_f64": precise.logits, "loss_f64": precise.loss.reshape(1)}
    name = pathlib.Path(folder).resolve().name
    name = name if name != "main" else pathlib.Path(folder).resolve().parent.name
    model.save_pretrained(out / "models" / name)
    save_file({key: value.detach().clone().contiguous() for key, value in tensors.items()}, out / f"{name}.safetensors")
    (out / f"{name}.json").write_text(json.dumps({"sentences": len(batch["labels"]), "seed": SEED}))
    unheard = [key.removeprefix("grad.") for key in tensors if key.startswith("grad.") and key.endswith("key.bias")]
    return {
        "id": f"models/{name}/sentences", "kind": "model", "model": f"models/{name}", "tensors": f"{name}.safetensors",
        "facts": f"{name}.json", "ignore_gradients": unheard,
        "checks": {check: {"max": most, "as": "relative"} for check, most in RELATIVE.items()},
    }


if __name__ == "__main__":
    MODEL, SENTENCES, OUT = (pathlib.Path(argument) for argument in sys.argv[1:4])
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    manifest = OUT / "manifest.json"
    known = json.loads(manifest.read_text())["cases"] if manifest.exists() else []
    case = write(MODEL, OUT)
    cases = [each for each in known if each["id"] != case["id"]] + [case]
    manifest.write_text(json.dumps({"schema": 1, "cases": cases}, indent=1) + "\n")
    print(f"{case['id']}: {len(cases)} cases in {manifest}")
