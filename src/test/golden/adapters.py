"""Golden adapters: files that the public packages themselves write, and the change that each of them computes.

    pip install torch==2.15.0 peft==0.21.2 diffusers==0.42.1 lycoris-lora==4.1.3
    python src/test/golden/adapters.py

Writes `src/test/resources/golden/adapters/NAME/`: the adapter's file as the package names it, `base.safetensors` where
its change depends on the base weight, and `expected.safetensors`, the change of each layer by its name here.
"""

import json
import shutil
import tempfile
import warnings
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

warnings.filterwarnings("ignore")

import peft  # noqa: E402
from diffusers import UNet2DConditionModel  # noqa: E402
from diffusers.utils import convert_state_dict_to_diffusers, convert_state_dict_to_kohya  # noqa: E402
from lycoris import LycorisNetwork, create_lycoris  # noqa: E402
from peft.utils import get_peft_model_state_dict  # noqa: E402
from transformers.pytorch_utils import Conv1D  # noqa: E402

OUT = Path(__file__).resolve().parents[1] / "resources" / "golden" / "adapters"


class Net(torch.nn.Module):
    """One of each kind of layer that adapters change."""

    def __init__(self):
        super().__init__()
        self.q = torch.nn.Linear(6, 5)
        self.k = torch.nn.Linear(6, 5)
        self.conv = torch.nn.Conv2d(3, 4, 3)
        self.point = torch.nn.Conv2d(3, 4, 1)
        self.emb = torch.nn.Embedding(7, 6)
        self.c1 = Conv1D(8, 6)  # its weight is stored [in, out]

    def forward(self, x):
        return x


def write(name, tensors, expected, config=None, metadata=None, base=None, file="adapter_model.safetensors"):
    folder = OUT / name
    folder.mkdir(parents=True)
    save_file({key: value.detach().contiguous() for key, value in tensors.items()}, folder / file, metadata=metadata)
    save_file(
        {key: value.detach().float().contiguous().clone() for key, value in expected.items()},
        folder / "expected.safetensors",
    )
    if config:
        (folder / "adapter_config.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")
    if base:
        save_file({key: value.detach().contiguous() for key, value in base.items()}, folder / "base.safetensors")


def by_peft(name, config, base=False):
    """What PEFT saves, and what merging it into the model changes."""
    net = Net()
    before = {key: value.clone() for key, value in net.state_dict().items()}
    model = peft.get_peft_model(net, config)
    adapters = [module for module in model.modules() if isinstance(module, peft.tuners.tuners_utils.BaseTunerLayer)]
    with torch.no_grad():
        for key, value in model.named_parameters():
            if any(part in key for part in ("lora_", "hada_", "lokr_", "ia3_")) and "magnitude" not in key:
                value.copy_((torch.randn_like(value) * 3000).round() / 10000)
            if "magnitude" in key:
                value.mul_((1 + 0.2 * torch.rand_like(value)))
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        saved = load_file(f"{folder}/adapter_model.safetensors")
        settings = json.loads(Path(folder, "adapter_config.json").read_text())
    assert adapters
    after = model.merge_and_unload().state_dict()
    expected = {
        key[: -len(".weight")]: after[key] - before[key]
        for key in before
        if key.endswith(".weight") and not torch.equal(after[key], before[key])
    }
    kept = ("peft_type", "r", "lora_alpha", "alpha", "use_rslora", "use_dora", "rank_pattern", "alpha_pattern")
    settings = {key: settings[key] for key in (*kept, "fan_in_fan_out", "target_modules") if key in settings}
    settings["target_modules"] = sorted(settings["target_modules"])
    write(name, saved, expected, settings, base=before if base else None)


def effect(module, shape):
    """The weight that a linear or convolutional layer applies, in double: its answers to inputs of a single one."""
    module.double()
    inputs = torch.eye(shape[1:].numel(), dtype=torch.float64).reshape(-1, *shape[1:])
    with torch.no_grad():
        answers = module(inputs) - module(torch.zeros_like(inputs))
    return answers.reshape(len(inputs), shape[0]).T.reshape(shape)


def adapted(module):
    return isinstance(module, (torch.nn.Linear, torch.nn.Conv2d))


def by_lycoris(name, algo, base=False, read=True, **how):
    """What LyCORIS saves, and what a layer with it computes less what the layer computed before.

    Its own `get_diff_weight` is not asked: for LoHa and LoKr it multiplies with the scale twice.
    """
    LycorisNetwork.apply_preset({"enable_conv": True, "target_module": ["Linear", "Conv2d", "Net"]})
    net = Net()
    before = {f"lycoris_{key}": value.clone() for key, value in net.state_dict().items()}
    plain = {layer: effect(module, module.weight.shape) for layer, module in net.named_modules() if adapted(module)}
    net.float()
    made = create_lycoris(net, 1.0, linear_dim=2, linear_alpha=3.0, conv_dim=2, conv_alpha=1.0, algo=algo, **how)
    made.apply_to()
    tensors, expected = {}, {}
    for layer in made.loras:
        with torch.no_grad():
            for key, value in layer.named_parameters():
                if "dora_scale" in key:
                    value.mul_(1 + 0.2 * torch.rand_like(value))
                elif value.numel() > 1:
                    value.copy_((torch.randn_like(value) * 3000).round() / 10000)
        tensors.update({f"{layer.lora_name}.{key}": value.clone() for key, value in layer.state_dict().items()})
        layer.org_module[0].double()
        before_it = plain[layer.lora_name.removeprefix("lycoris_")]
        if read:
            expected[layer.lora_name] = effect(layer, before_it.shape) - before_it
    write(name, tensors, expected, base=before if base else None, file="lycoris.safetensors")


def by_diffusers():
    """A small UNet's adapter in diffusers' three forms, and in kohya's."""
    unet = UNet2DConditionModel(
        sample_size=8, in_channels=4, out_channels=4, layers_per_block=1, block_out_channels=(4, 8), norm_num_groups=2,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=8, attention_head_dim=2,
    )
    config = peft.LoraConfig(r=2, lora_alpha=6, target_modules=["to_q", "to_out.0"], init_lora_weights=False)
    unet.add_adapter(config)
    with torch.no_grad():
        for key, value in unet.named_parameters():
            if "lora_" in key:
                value.copy_((torch.randn_like(value) * 3000).round() / 10000)
    state = get_peft_model_state_dict(unet)
    expected = {
        key: module.get_delta_weight("default")
        for key, module in unet.named_modules()
        if isinstance(module, peft.tuners.lora.Linear)
    }
    named = {f"unet.{key}": value for key, value in state.items()}
    told = {"lora_adapter_metadata": json.dumps({f"unet.{key}": getattr(config, key) for key in ("r", "lora_alpha")})}
    mine = {f"unet.{key}": value for key, value in expected.items()}
    write("diffusers-peft", named, mine, metadata=told, file="pytorch_lora_weights.safetensors")
    old = convert_state_dict_to_diffusers({f"unet.{key}": value for key, value in state.items()})
    unscaled = {f"unet.{key}": value / 3 for key, value in expected.items()}  # this form knows no alpha
    write("diffusers", old, unscaled, file="pytorch_lora_weights.safetensors")
    oldest = {
        key.replace("attn1.to_q.lora", "attn1.processor.to_q_lora")
        .replace("attn2.to_q.lora", "attn2.processor.to_q_lora")
        .replace("attn1.to_out.0.lora", "attn1.processor.to_out_lora")
        .replace("attn2.to_out.0.lora", "attn2.processor.to_out_lora"): value
        for key, value in old.items()
    }
    assert not any(".lora.down" in key for key in oldest)
    write("diffusers-processor", oldest, unscaled, file="pytorch_lora_weights.safetensors")
    kohya = convert_state_dict_to_kohya(named)
    for key in [key for key in kohya if key.endswith(".alpha")]:
        kohya[key] = torch.tensor(6.0)  # the converter itself writes the rank
    renamed = {"lora_unet_" + key.replace(".", "_"): value for key, value in expected.items()}
    write("kohya", kohya, renamed, file="kohya.safetensors")


def main():
    torch.manual_seed(0)
    shutil.rmtree(OUT, ignore_errors=True)
    lora = peft.LoraConfig
    some = ["q", "k", "conv", "emb"]
    patterns = {"rank_pattern": {"k": 2}, "alpha_pattern": {"k": 6}}
    by_peft("peft", lora(r=4, lora_alpha=16, target_modules=some, init_lora_weights=False, **patterns))
    by_peft("peft-rslora", lora(r=4, lora_alpha=16, use_rslora=True, target_modules=["q"], init_lora_weights=False))
    turned = {"fan_in_fan_out": True, "init_lora_weights": False}
    by_peft("peft-turned", lora(r=2, lora_alpha=4, target_modules=["c1"], **turned))
    by_peft("peft-dora", lora(r=2, lora_alpha=4, use_dora=True, target_modules=["q", "conv"]), base=True)
    by_peft("peft-dora-turned", lora(r=2, lora_alpha=4, use_dora=True, target_modules=["c1"], **turned), base=True)
    by_peft("peft-loha", peft.LoHaConfig(r=2, alpha=3, target_modules=["q", "conv"]))
    by_peft("peft-loha-core", peft.LoHaConfig(r=2, alpha=3, target_modules=["conv"], use_effective_conv2d=True))
    by_peft("peft-lokr", peft.LoKrConfig(r=2, alpha=3, target_modules=["q", "conv"]))
    both = {"decompose_both": True, "decompose_factor": 2, "use_effective_conv2d": True}
    by_peft("peft-lokr-core", peft.LoKrConfig(r=1, alpha=3, target_modules=["q", "conv"], **both))
    by_peft("peft-adalora", peft.AdaLoraConfig(init_r=3, lora_alpha=5, total_step=10, target_modules=["q", "k"]))
    by_peft("peft-ia3", peft.IA3Config(target_modules=["q", "k"], feedforward_modules=["k"]))
    by_lycoris("lycoris-locon", "locon")
    by_lycoris("lycoris-locon-core", "locon", use_tucker=True)
    by_lycoris("lycoris-rslora", "locon", rs_lora=True)
    by_lycoris("lycoris-dora", "locon", dora_wd=True, base=True)
    by_lycoris("lycoris-dora-inputs", "locon", dora_wd=True, wd_on_output=False, base=True)
    by_lycoris("lycoris-loha", "loha")
    by_lycoris("lycoris-loha-core", "loha", use_tucker=True)
    by_lycoris("lycoris-lokr", "lokr")
    by_lycoris("lycoris-lokr-whole", "lokr", full_matrix=True)
    by_lycoris("lycoris-full", "full")
    by_lycoris("lycoris-oft", "diag-oft", read=False)
    by_diffusers()
    size = sum(file.stat().st_size for file in OUT.rglob("*") if file.is_file())
    print(f"{OUT}: {len(list(OUT.iterdir()))} adapters, {size} bytes")


if __name__ == "__main__":
    main()
