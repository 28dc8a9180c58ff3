"""Writes a small random language model and adapters for it with peft itself, and what it computes with them, for our tests to compare with; and computes with
adapters that our code wrote.

base is what save_pretrained of transformers makes; each other folder is what save_pretrained of peft makes, and beside it NAME-expected.safetensors: tokens
and the logits of every position. Values of B, which peft begins with zeros, are drawn here, so that there is something to see.

    python make_adapters.py write methods/src/test/resources/org/palimpsest/methods/adapters/peft
    python make_adapters.py read methods/src/test/resources/org/palimpsest/methods/adapters/peft  # looks at the folder "ours"
"""

import pathlib
import shutil
import sys

import peft
import torch
import transformers
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, Qwen2Config

BASE = dict(
    vocab_size=40, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=32,
    initializer_range=0.4, tie_word_embeddings=False)
ADAPTERS = {
    "attention": dict(r=4, lora_alpha=6, target_modules=["q_proj", "v_proj"], lora_dropout=0.1),
    "everywhere": dict(r=2, lora_alpha=3, target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"], use_rslora=True),
}


def base(folder):
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()


def save_expected(model, file):
    torch.manual_seed(11)
    tokens = torch.randint(0, BASE["vocab_size"], (2, 9))
    with torch.no_grad():
        logits = model.eval()(tokens).logits
    save_file({"tokens": tokens.float(), "logits": logits.contiguous()}, file)


def write(target):
    shutil.rmtree(target / "base", ignore_errors=True)
    torch.manual_seed(3)
    AutoModelForCausalLM.from_config(Qwen2Config(**BASE)).save_pretrained(target / "base")
    for seed, (name, settings) in enumerate(ADAPTERS.items()):
        shutil.rmtree(target / name, ignore_errors=True)
        torch.manual_seed(seed)
        model = get_peft_model(base(target / "base"), LoraConfig(task_type="CAUSAL_LM", **settings))
        for parameter_name, parameter in model.named_parameters():
            if "lora_B" in parameter_name:
                torch.nn.init.normal_(parameter, 0.0, 0.3)
        model.peft_config["default"].base_model_name_or_path = "base"
        model.save_pretrained(target / name)
        (target / name / "README.md").unlink()
        save_expected(model, target / f"{name}-expected.safetensors")


def read(target):
    model = PeftModel.from_pretrained(base(target / "base"), target / "ours")
    print(model.peft_config["default"])
    save_expected(model, target / "ours-expected.safetensors")


if __name__ == "__main__":
    {"write": write, "read": read}[sys.argv[1]](pathlib.Path(sys.argv[2]))
    print("peft", peft.__version__, "torch", torch.__version__, "transformers", transformers.__version__)
