"""Writes goldens/models/bert-cls (a case of parity) and bert_mlm.safetensors: a tiny random BERT, both heads.

    python tests/reference/bert.py

Made with torch 2.13.0 and transformers 5.23.0, eager attention, float32, dropout off, one thread; `*_f64` is the
same model run in float64. Every parameter has a healthy size: biases are not zero, norms are not one.
"""
import copy
import json
import pathlib

import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertForMaskedLM, BertForSequenceClassification

HERE = pathlib.Path(__file__).resolve().parent
SIZES = dict(vocab_size=61, hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=40,
             max_position_embeddings=20, type_vocab_size=2)


def randomized(model, seed):
    """Every parameter drawn anew, in the order of the names."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            spread = 0.4 if "embeddings" in name else 0.15 if parameter.ndim < 2 else parameter.shape[-1] ** -0.5
            middle = 1.0 if name.endswith("LayerNorm.weight") else 0.0
            parameter.copy_(middle + spread * torch.randn(parameter.shape, generator=generator))
    return model.eval()


def inputs(rows=3, length=11):
    """Two sentences in a row, the second of type 1, padding behind."""
    generator = torch.Generator().manual_seed(5)
    ids = torch.randint(4, SIZES["vocab_size"], (rows, length), generator=generator)
    places = torch.arange(length).repeat(rows, 1)
    lengths = torch.tensor([[length], [length - 3], [6]])
    mask = (places < lengths).long()
    return dict(input_ids=ids * mask, attention_mask=mask, token_type_ids=((places >= 4) & (mask == 1)).long())


def run(model, batch):
    outputs = model(**batch, output_hidden_states=True)
    outputs.loss.backward()
    return outputs


def classifier():
    config = BertConfig(**SIZES, id2label={i: f"LABEL_{i}" for i in range(3)}, attn_implementation="eager")
    model = randomized(BertForSequenceClassification(config), 1)
    exact = copy.deepcopy(model).double()
    batch = inputs() | dict(labels=torch.tensor([2, 0, 1]))
    outputs, precise = run(model, batch), run(exact, batch)
    tensors = {f"in.{name}": value for name, value in batch.items()}
    tensors |= {f"hidden_states.{i}": state for i, state in enumerate(outputs.hidden_states)}
    tensors |= dict(last_hidden_state=outputs.hidden_states[-1], logits=outputs.logits, loss=outputs.loss.reshape(1),
                    logits_f64=precise.logits, loss_f64=precise.loss.reshape(1))
    tensors |= {f"grad.{name}": parameter.grad for name, parameter in model.named_parameters()}
    folder = HERE / "goldens/models/bert-cls"
    model.save_pretrained(folder)
    write(folder / "io.safetensors", tensors)
    (folder / "io.json").write_text(json.dumps({"model": "bert-cls", "seed": 1}) + "\n")


def words():
    model = randomized(BertForMaskedLM(BertConfig(**SIZES, attn_implementation="eager")), 2)
    with torch.no_grad():
        model.cls.predictions.bias.copy_(0.1 * torch.randn(SIZES["vocab_size"], generator=torch.Generator().manual_seed(3)))
    batch = inputs()
    weights = {f"weight.{name}": value for name, value in model.state_dict().items() if "decoder" not in name}
    tensors = weights | {f"in.{name}": value for name, value in batch.items()}
    write(HERE / "bert_mlm.safetensors", tensors | {"logits": model(**batch).logits})


def write(path, tensors):
    save_file({name: value.detach().clone().contiguous() for name, value in tensors.items()}, path)


if __name__ == "__main__":
    torch.set_num_threads(1)
    classifier()
    words()
