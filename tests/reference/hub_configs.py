"""What transformers writes of every config that is read here, with every key: one line a config.

Run it once in an environment with each release (no torch is needed) and join the lines:

    pip install transformers==4.57.3 && python tests/reference/hub_configs.py > /tmp/four
    pip install transformers==5.23.0 && python tests/reference/hub_configs.py > /tmp/five
    cat /tmp/four /tmp/five > tests/reference/hub_configs.jsonl
"""

import json

import transformers
from transformers import BertConfig, DebertaV2Config, GPT2Config, LlamaConfig, RobertaConfig, ViTConfig

llama3 = {
    "rope_type": "llama3",
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 8192,
}
four = transformers.__version__.startswith("4.")


def rope(section):
    return {"rope_scaling": section, "rope_theta": 5e5} if four else {"rope_parameters": {"rope_theta": 5e5, **section}}


configs = [
    BertConfig(),
    BertConfig(num_labels=3, classifier_dropout=0.1),
    RobertaConfig(),
    RobertaConfig(num_labels=1, problem_type="regression"),
    DebertaV2Config(),
    DebertaV2Config(relative_attention=True, pos_att_type=["p2c", "c2p"], position_buckets=256, norm_rel_ebd="layer_norm", share_att_key=True),
    GPT2Config(),
    GPT2Config(n_ctx=1024, pad_token_id=50256, chunk_size_feed_forward=4),
    LlamaConfig(),
    LlamaConfig(**rope(llama3), max_position_embeddings=131072),
    LlamaConfig(**rope({"rope_type": "linear", "factor": 4.0})),
    LlamaConfig(tie_word_embeddings=True, num_key_value_heads=4),
    ViTConfig(),
    ViTConfig(num_labels=10, image_size=32, patch_size=4),
]
for config in configs:
    written = json.loads(config.to_json_string(use_diff=False))
    assert config.to_dict().keys() <= written.keys()
    print(json.dumps(written, sort_keys=True, separators=(",", ":")))
