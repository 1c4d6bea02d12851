"""Makes deberta_v2.{safetensors,json}: the hub's DeBERTa-v2 in the forms that no published model has, as vectors for models/deberta_v2.ts.

Versions that made the committed files are in deberta_v2.json. To make them again:
    python3 -m venv /tmp/deberta && /tmp/deberta/bin/pip install torch transformers==5.23.0 safetensors
    /tmp/deberta/bin/python tests/reference/deberta_v2.py
Tensors, each under `<form>/`: `weight.<hub name>`, `in.*` as models/deberta_v2.ts takes them, `logits_f64` (for masked words at the masked
positions, an unused slot last and 0), `loss_f64`, `last_hidden_state`, `grad.<hub name>`. `buckets` in the JSON are [buckets, longest,
places of the distances 0, 1, 2, ...] from the hub's make_log_bucket_position."""
import copy, json, os, sys
import torch, transformers, safetensors
from safetensors.torch import save_file
from transformers.models.deberta_v2.modeling_deberta_v2 import make_log_bucket_position

HERE = os.path.dirname(os.path.abspath(__file__))
B, S, SLOTS = 3, 11, 2
SIZES = dict(vocab_size=19, hidden_size=8, num_hidden_layers=2, num_attention_heads=2, intermediate_size=12, max_position_embeddings=14,
    pad_token_id=0, layer_norm_eps=1e-7)
PUBLISHED = dict(relative_attention=True, position_buckets=6, pos_att_type="p2c|c2p", share_att_key=True, norm_rel_ebd="layer_norm",
    position_biased_input=False)
FORMS = {  # what is told to the hub's config, and the task
    "without distances": (dict(type_vocab_size=2, embedding_size=6, pooler_hidden_act="tanh"), "regression"),
    "own projections": (dict(relative_attention=True, pos_att_type=["c2p", "p2c"], conv_kernel_size=5, position_biased_input=False,
        max_relative_positions=7), "classification"),
    "words to distances": (dict(PUBLISHED, pos_att_type="c2p", position_buckets=5, norm_rel_ebd="none", conv_kernel_size=3, conv_act="relu"),
        "classification"),
    "distances to words": (dict(PUBLISHED, pos_att_type="p2c", share_att_key=False), "classification"),
    "masked words, legacy": (dict(PUBLISHED, embedding_size=6), "masked"),
    "masked words": (dict(PUBLISHED, legacy=False), "masked"),
}
TASKS = {"regression": transformers.DebertaV2ForSequenceClassification, "classification": transformers.DebertaV2ForSequenceClassification,
    "masked": transformers.DebertaV2ForMaskedLM}
torch.set_num_threads(1)


def batch_of(task):
    """Rows of 11, 7 and 0 words: the last is padding only, which nobody feeds and the hub answers."""
    ids = torch.randint(3, 19, (B, S)); mask = torch.zeros(B, S, dtype=torch.long)
    for row, length in enumerate([11, 7, 0 if task == "classification" else 9]):
        mask[row, :length] = 1; ids[row, length:] = 0
    fed = {"input_ids": ids, "attention_mask": mask}
    if task != "masked":
        return fed, {"labels": torch.randn(B) if task == "regression" else torch.tensor([2, 0, 1])}
    labels = torch.full((B, S), -100); slots = [2, 5, 1, 3, 4]
    places = [(slot // SLOTS) * S + at for slot, at in enumerate(slots)]
    for place in places: labels.view(-1)[place] = ids.view(-1)[place]
    words = ids.view(-1)[places].tolist() + [-100]
    return fed, {"labels": labels, "masked_positions": torch.tensor(places + [2 * S]), "masked_labels": torch.tensor(words)}


def run(model, fed, asked):
    model.zero_grad()
    labels = asked["labels"].to(model.dtype) if asked["labels"].is_floating_point() else asked["labels"]
    out = model(**fed, labels=labels, output_hidden_states=True)
    out.loss.backward()
    logits = out.logits.detach()
    if "masked_positions" in asked:
        logits = logits.reshape(B * S, -1)[asked["masked_positions"]]; logits[-1] = 0
    return logits, out.loss.detach().reshape(1), out.hidden_states[-1].detach(), {n: p.grad.clone() for n, p in model.named_parameters() if p.grad is not None}


tensors, forms = {}, {}
for seed, (form, (told, task)) in enumerate(FORMS.items()):
    torch.manual_seed(seed)
    labels = {"regression": dict(num_labels=1), "classification": dict(num_labels=3), "masked": {}}[task]
    model = TASKS[task](transformers.DebertaV2Config(**SIZES, **told, **labels)).eval()
    with torch.no_grad():  # away from the initial values: no zero bias, no unit norm
        for name, p in model.named_parameters():
            p.copy_((1 if name.endswith("LayerNorm.weight") else 0) + 0.4 * torch.randn_like(p))
    fed, asked = batch_of(task)
    if told.get("type_vocab_size"): fed["token_type_ids"] = torch.randint(0, 2, (B, S))
    _, _, last, gradients = run(model, fed, asked)
    logits, loss, _, exact = run(copy.deepcopy(model).double(), fed, asked)
    masked = {"masked_positions": asked["masked_positions"], "labels": asked["masked_labels"]} if task == "masked" else asked
    here = {f"in.{name}": value for name, value in (fed | masked).items()}
    here |= {"logits_f64": logits, "loss_f64": loss, "last_hidden_state": last}
    here |= {f"weight.{name}": p.detach() for name, p in model.named_parameters()} | {f"grad.{name}": g for name, g in gradients.items()}
    tensors |= {f"{form}/{name}": value.clone().contiguous() for name, value in here.items()}
    largest = max(float(g.abs().max()) for g in gradients.values())
    forms[form] = {"config": {"model_type": "deberta-v2"} | SIZES | told, "task": task,
        "gradient_noise": max(float((gradients[n].double() - exact[n]).abs().max()) for n in exact) / largest}
    print(form, loss.item(), forms[form]["gradient_noise"])

buckets = []
for count, longest in [(256, 512), (8, 32), (8, 64), (8, 33), (5, 20), (2, 9), (32, 128), (320, 512), (6, 55)]:
    places = make_log_bucket_position(torch.arange(0, min(longest + 8, 540)), count, longest).to(torch.long)
    buckets.append([count, longest, places.tolist()])
save_file(tensors, os.path.join(HERE, "deberta_v2.safetensors"))
facts = {"versions": {"torch": torch.__version__, "transformers": transformers.__version__, "safetensors": safetensors.__version__,
    "python": sys.version.split()[0]}, "masked": SLOTS, "forms": forms, "buckets": buckets}
with open(os.path.join(HERE, "deberta_v2.json"), "w") as f:
    items = lambda some: ",\n".join(some)
    f.write("{" + items(f'"{key}": {json.dumps(facts[key], sort_keys=True)}' for key in ("versions", "masked")))
    f.write(',\n"forms": {' + items(f'"{name}": {json.dumps(form, sort_keys=True)}' for name, form in forms.items()))
    f.write('},\n"buckets": [' + items(map(json.dumps, buckets)) + "]}\n")
