"""Which modules stock `peft` adapts in models of transformers: tests/reference/peft_modules.json.

In the environment of proofs/peft/requirements.txt:

    python tests/reference/peft_modules.py > tests/reference/peft_modules.json

For each model: its linear modules, and for each wish the linear modules that get an adapter, or `null` where
peft refuses it.
"""

import json
import logging
import warnings

import peft
import torch
import transformers
from peft import LoraConfig, get_peft_model
from peft.tuners.tuners_utils import BaseTunerLayer
from transformers.pytorch_utils import Conv1D

warnings.simplefilter("ignore")
transformers.logging.set_verbosity_error()
logging.disable(logging.WARNING)

SIZES = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 24,
}
WORDS = {**SIZES, "vocab_size": 23, "max_position_embeddings": 16, "type_vocab_size": 2, "pad_token_id": 1}
DEBERTA = {**WORDS, "type_vocab_size": 0, "relative_attention": True, "position_buckets": 4, "max_relative_positions": 8,
           "pos_att_type": ["c2p", "p2c"], "norm_rel_ebd": "layer_norm", "position_biased_input": False,
           "share_att_key": True, "pad_token_id": 0, "pooler_hidden_size": 16}
GPT2 = {"n_embd": 16, "n_layer": 2, "n_head": 2, "n_positions": 16, "vocab_size": 23, "bos_token_id": 0,
        "eos_token_id": 1, "pad_token_id": 1}
LLAMA = {**SIZES, "num_key_value_heads": 1, "vocab_size": 23, "max_position_embeddings": 16, "bos_token_id": 0,
         "eos_token_id": 1, "pad_token_id": 2}
VIT = {**SIZES, "image_size": 8, "patch_size": 4, "num_channels": 1}

MODELS = [
    ("vit", VIT, "image_classification"),
    ("bert", WORDS, "sequence_classification"),
    ("bert", WORDS, "masked_lm"),
    ("roberta", WORDS, "sequence_classification"),
    ("roberta", WORDS, "masked_lm"),
    ("deberta-v2", DEBERTA, "sequence_classification"),
    ("deberta-v2", {**DEBERTA, "share_att_key": False, "conv_kernel_size": 3, "conv_act": "gelu"}, "sequence_classification"),
    ("gpt2", GPT2, "sequence_classification"),
    ("gpt2", GPT2, "causal_lm"),
    ("llama", LLAMA, "sequence_classification"),
    ("llama", LLAMA, "causal_lm"),
    ("llama", {**LLAMA, "tie_word_embeddings": True}, "causal_lm"),
]
CLASSES = {
    "image_classification": (transformers.AutoModelForImageClassification, None),
    "sequence_classification": (transformers.AutoModelForSequenceClassification, "SEQ_CLS"),
    "masked_lm": (transformers.AutoModelForMaskedLM, None),
    "causal_lm": (transformers.AutoModelForCausalLM, "CAUSAL_LM"),
}
WISHES = [
    ["dense"],
    ["query", "value"],
    ["output.dense"],
    ["pooler.dense"],
    ["classifier"],
    ["score"],
    ["lm_head"],
    ["decoder"],
    ["c_attn"],
    ["c_proj"],
    ["q_proj", "down_proj"],
    "all-linear",
    r".*\.dense",
    r".*(pooler|classifier)\.dense",
    r".*",
]


def model_of(kind: str, config: dict, task: str):
    labels = {"num_labels": 3} if "classification" in task else {}
    made = transformers.AutoConfig.for_model(kind, **config, **labels)
    return CLASSES[task][0].from_config(made)


def is_linear(module) -> bool:
    return isinstance(module, (torch.nn.Linear, Conv1D))


def adapted(case, wish) -> list[str] | None:
    kind, config, task = case
    model = model_of(kind, config, task)
    linear = {name for name, module in model.named_modules() if is_linear(module)}
    try:
        settings = LoraConfig(r=1, target_modules=wish, task_type=CLASSES[task][1])
        wrapped = get_peft_model(model, settings)
    except Exception:
        return None
    inner = wrapped.get_base_model()
    found = {name for name, module in inner.named_modules() if isinstance(module, BaseTunerLayer)}
    return sorted(found & linear)


def main() -> None:
    cases = []
    for case in MODELS:
        kind, config, task = case
        model = model_of(*case)
        linear = [name for name, module in model.named_modules() if is_linear(module)]
        wishes = [[wish, adapted(case, wish)] for wish in WISHES]
        cases.append({"model_type": kind, "config": config, "task": task, "task_type": CLASSES[task][1],
                      "linear": sorted(linear), "wishes": wishes})
    versions = {"peft": peft.__version__, "transformers": transformers.__version__}
    body = ",\n".join(f"  {json.dumps(case)}" for case in cases)
    print(f'{{\n "versions": {json.dumps(versions)},\n "cases": [\n{body}\n ]\n}}')


if __name__ == "__main__":
    main()
