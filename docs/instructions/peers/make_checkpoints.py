"""Writes small random language models with transformers itself, and what it computes with them, for our tests to compare with.

Each folder is what save_pretrained makes, with a tokenizer of single bytes, and beside it expected.safetensors: tokens and the logits of every position, and
greedy continuations of prompts of different lengths that were padded at the left. Weights that are stored in bfloat16 are widened to float32 before anything
is computed.

    python make_checkpoints.py harness/src/test/resources/text/models
"""

import json
import pathlib
import shutil
import sys

import tokenizers
import torch
import transformers
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, LlamaConfig, Qwen2Config, Qwen3Config

MARKS = ["<pad>", "<s>", "</s>"]
LENGTHS = [5, 24, 1, 11]
ANSWER = 24
COMMON = dict(
    vocab_size=264, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=64,
    initializer_range=0.4, bos_token_id=257, eos_token_id=258, pad_token_id=256)

MODELS = {
    "llama": (LlamaConfig, torch.float32, dict(tie_word_embeddings=False)),
    "llama-tied-llama3": (LlamaConfig, torch.bfloat16, dict(
        tie_word_embeddings=True, attention_bias=True, num_key_value_heads=4, rope_parameters=dict(
            rope_type="llama3", rope_theta=500.0, factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=16))),
    "llama-linear": (LlamaConfig, torch.float32, dict(mlp_bias=True, head_dim=8, rope_parameters=dict(rope_type="linear", rope_theta=100.0, factor=2.5))),
    "llama-dynamic": (LlamaConfig, torch.float16, dict(rope_parameters=dict(rope_type="dynamic", rope_theta=10000.0, factor=2.0))),
    "qwen2": (Qwen2Config, torch.float32, dict(tie_word_embeddings=False, num_key_value_heads=1)),
    "qwen2-tied-yarn": (Qwen2Config, torch.bfloat16, dict(
        tie_word_embeddings=True, rope_parameters=dict(rope_type="yarn", rope_theta=1000.0, factor=4.0, original_max_position_embeddings=16))),
    "qwen3": (Qwen3Config, torch.bfloat16, dict(tie_word_embeddings=False, head_dim=8)),
    "qwen3-tied": (Qwen3Config, torch.float32, dict(tie_word_embeddings=True, head_dim=6)),
}


def write_tokenizer(folder):
    """Every byte is a token; texts begin with <s> where the family has it so."""
    alphabet = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE(vocab={letter: i for i, letter in enumerate(alphabet)}, merges=[]))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    tokenizer.add_special_tokens(MARKS)
    if folder.name.startswith("llama"):
        tokenizer.post_processor = tokenizers.processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 257)])
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    settings = dict(tokenizer_class="PreTrainedTokenizerFast", bos_token="<s>", eos_token="</s>", pad_token="<pad>")
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=1) + "\n")


def expected(folder):
    """Logits of all positions, and greedy answers."""
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    torch.manual_seed(7)
    prompts = [torch.randint(0, 256, (length,)) for length in LENGTHS]
    arrays = {}
    tokens = torch.randint(0, 256, (2, 50))
    with torch.no_grad():
        logits = model(tokens).logits
        longest = max(LENGTHS)
        padded = torch.full((len(prompts), longest), 256)
        mask = torch.zeros_like(padded)
        for i, prompt in enumerate(prompts):
            padded[i, longest - len(prompt):] = prompt
            mask[i, longest - len(prompt):] = 1
        answers = model.generate(padded, attention_mask=mask, do_sample=False, max_new_tokens=ANSWER)[:, longest:]
    arrays["tokens"] = tokens.float()
    arrays["logits"] = logits[:, ::7].contiguous()  # every seventh position
    for i, prompt in enumerate(prompts):
        answer = answers[i].tolist()
        answer = answer[:answer.index(258)] if 258 in answer else answer
        arrays[f"prompt{i}"] = prompt.float()
        arrays[f"answer{i}"] = torch.tensor(answer, dtype=torch.float32)
    save_file(arrays, folder / "expected.safetensors")


def main(target):
    for seed, (name, (config, dtype, changes)) in enumerate(MODELS.items()):
        folder = target / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        torch.manual_seed(seed)
        model = AutoModelForCausalLM.from_config(config(**{**COMMON, **changes}))
        for parameter_name, parameter in model.named_parameters():
            if "norm" in parameter_name or parameter_name.endswith("bias"):
                torch.nn.init.normal_(parameter, 1.0 if "norm" in parameter_name else 0.0, 0.3)
        # one of them in several files
        model.to(dtype).save_pretrained(folder, max_shard_size="9KB" if name == "llama-linear" else "1GB")
        write_tokenizer(folder)
        expected(folder)
        print(name, sum(p.numel() for p in model.parameters()), sorted(path.name for path in folder.iterdir()))
    print("torch", torch.__version__, "transformers", transformers.__version__)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
