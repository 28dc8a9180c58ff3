"""A random model of 60 million weights, deep and thin as small ones are built now (Liu et al., MobileLLM, ICML 2024), or of the shape that papers call LLaMA 60M,
and how fast transformers answers with it on one thread, greedily, with its cache.

    python generate.py make deep|llama FOLDER
    python generate.py run FOLDER BATCH PROMPT ANSWER ROUNDS

The second prints a sum of the tokens that it generated, and the tokens per second of each round with their median: by the clock, then by the process's
own processor time, which other work on the machine changes less.
"""

import statistics
import sys
import time

import torch
from transformers import AutoModelForCausalLM, LlamaConfig, logging

VOCABULARY = 32000


SHAPES = {
    "deep": dict(hidden_size=384, intermediate_size=1024, num_hidden_layers=30, num_attention_heads=6, num_key_value_heads=2, tie_word_embeddings=True),
    "llama": dict(hidden_size=512, intermediate_size=1376, num_hidden_layers=8, num_attention_heads=8, tie_word_embeddings=False),
}


def make(shape, folder):
    torch.manual_seed(0)
    model = AutoModelForCausalLM.from_config(LlamaConfig(vocab_size=VOCABULARY, max_position_embeddings=1024, initializer_range=0.05, **SHAPES[shape]))
    model.save_pretrained(folder)
    print(sum(p.numel() for p in model.parameters()), "weights")


def prompts(batch, length):
    """The same as Generate.java makes; each is a token shorter than the one before, with 8 in turn."""
    return [[(i * 7919 + j * 104729 + 13) % VOCABULARY for j in range(length - i % 8)] for i in range(batch)]


def run(folder, batch, length, answer, rounds):
    torch.set_num_threads(1)
    logging.set_verbosity_error()
    model = AutoModelForCausalLM.from_pretrained(folder, attn_implementation="eager").eval()
    texts = prompts(batch, length)
    tokens = torch.tensor([[0] * (length - len(text)) + text for text in texts])
    mask = torch.tensor([[0] * (length - len(text)) + [1] * len(text) for text in texts])
    speeds = {"clock": [], "processor": []}
    for i in range(-1, rounds):
        start, used = time.perf_counter(), time.process_time()
        with torch.inference_mode():
            found = model.generate(tokens, attention_mask=mask, do_sample=False, max_new_tokens=answer, min_new_tokens=answer, pad_token_id=0,
                                   eos_token_id=None)
        if i >= 0:
            speeds["clock"].append(batch * answer / (time.perf_counter() - start))
            speeds["processor"].append(batch * answer / (time.process_time() - used))
    print("tokens", sum(sum(row) for row in found[:, length:].tolist()))
    for what, values in speeds.items():
        print(what, *(f"{speed:.1f}" for speed in values), "median", f"{statistics.median(values):.1f}")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(*sys.argv[2:])
    else:
        run(sys.argv[2], *map(int, sys.argv[3:]))
