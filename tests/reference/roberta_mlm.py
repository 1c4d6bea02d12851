"""Makes roberta_mlm.{safetensors,json}: the hub's RobertaForMaskedLM, forward and backward, as vectors for models/roberta.ts.

Versions that made the committed files are in roberta_mlm.json. To make them again:
    /usr/bin/python3 -m venv --system-site-packages /tmp/mlm && /tmp/mlm/bin/pip install transformers==4.44.2 safetensors
    /tmp/mlm/bin/python tests/reference/roberta_mlm.py
Tensors: `weight.<hub name>`, `in.*` (labels per position with -100, and as models/roberta.ts takes them: `masked_positions`,
`masked_labels`, an unused slot last), `logits` at the masked positions (0 in the unused slot), `loss`, `grad.<hub name>`; `*_f64` in
float64, stored as such."""
import copy, json, os, sys
import torch, transformers, safetensors
from safetensors.torch import save_file

HERE = os.path.dirname(os.path.abspath(__file__))
SLOTS = 4  # masked positions per sequence; the last row uses one less
torch.manual_seed(7)
torch.set_num_threads(1)
config = transformers.RobertaConfig(vocab_size=61, hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=48,
    max_position_embeddings=20, type_vocab_size=1, layer_norm_eps=1e-5, pad_token_id=1, bos_token_id=0, eos_token_id=2,
    attn_implementation="eager")
model = transformers.RobertaForMaskedLM(config).eval()
with torch.no_grad():  # away from the initial values: no zero bias, no unit norm, no symmetric start
    for name, p in model.named_parameters():
        p.copy_((1 if name.endswith(("LayerNorm.weight", "layer_norm.weight")) else 0) + 0.15 * torch.randn_like(p))

B, S = 3, 12
ids = torch.randint(4, 61, (B, S)); lengths = [12, 9, 11]
attention = torch.zeros(B, S, dtype=torch.long); labels = torch.full((B, S), -100)
positions, words = [], []
for row, length in enumerate(lengths):
    ids[row, 0], ids[row, length - 1], ids[row, length:] = 0, 2, 1
    attention[row, :length] = 1
    count = SLOTS - (row == B - 1)
    masked = (torch.randperm(length - 2)[:count] + 1).sort().values
    labels[row, masked] = ids[row, masked]
    words += ids[row, masked].tolist(); positions += (row * S + masked).tolist()
    ids[row, masked[:2]] = 3  # two become the mask token, the others stay
positions.append((B - 1) * S); words.append(-100)

def run(m):
    m.zero_grad()
    out = m(input_ids=ids, attention_mask=attention, labels=labels)
    out.loss.backward()
    rows = out.logits.detach().reshape(B * S, -1)[torch.tensor(positions)]
    rows[-1] = 0  # the unused slot is not compared
    return rows, out.loss.detach().reshape(1), {n: p.grad.detach().clone() for n, p in m.named_parameters()}

logits, loss, gradients = run(model)
logits64, loss64, gradients64 = run(copy.deepcopy(model).double())
tensors = {"in.input_ids": ids, "in.attention_mask": attention, "in.labels": labels,
    "in.masked_positions": torch.tensor(positions), "in.masked_labels": torch.tensor(words),
    "logits": logits, "logits_f64": logits64, "loss": loss, "loss_f64": loss64}
for name, p in model.named_parameters():
    tensors["weight." + name] = p.detach().clone()
    tensors["grad." + name] = gradients[name]
largest = max(float(g.abs().max()) for g in gradients.values())
noise = max(float((gradients[n].double() - gradients64[n]).abs().max()) for n in gradients) / largest
save_file(tensors, os.path.join(HERE, "roberta_mlm.safetensors"))
facts = {"versions": {"torch": torch.__version__, "transformers": transformers.__version__, "safetensors": safetensors.__version__,
    "python": sys.version.split()[0]}, "masked": SLOTS, "grad_max": largest, "gradient_noise": noise,
    "grads_that_are_mathematically_zero": sorted(n for n in gradients if n.endswith("key.bias")),
    "config": {k: v for k, v in config.to_dict().items() if k in ("model_type", "vocab_size", "hidden_size", "num_hidden_layers",
    "num_attention_heads", "intermediate_size", "max_position_embeddings", "type_vocab_size", "layer_norm_eps", "pad_token_id")}}
with open(os.path.join(HERE, "roberta_mlm.json"), "w") as f:
    json.dump(facts, f, indent=2, sort_keys=True); f.write("\n")
print(facts["versions"], "loss", loss.item(), loss64.item(), "noise", noise)
