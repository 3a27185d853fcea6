"""Golden logits of the families of networks, by PyTorch and torchvision, or by modules written after timm's,
TIAToolbox's and WSInfer's names.

    python3 golden_networks.py small FOLDER   # what the tests read: name.csv, a line a tensor, then the logits
    python3 golden_networks.py whole FOLDER   # the published sizes, at 224 px
    python3 golden_networks.py files FOLDER   # the same with weights that are no formula, as .pth files beside the csv files
    python3 golden_networks.py gradients FOLDER [NAME…]   # of the small ones: how the loss of the two pictures changes with each tensor

The weights are noise by name and place, so that Java makes the same; batch normalisation has statistics of its own.
Made with PyTorch 1.13 and torchvision 0.14.
"""

import sys
import zlib
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torchvision import models
from torchvision.models.densenet import DenseNet
from torchvision.models.efficientnet import EfficientNet, FusedMBConvConfig, MBConvConfig
from torchvision.models.resnet import BasicBlock, Bottleneck, ResNet
from torchvision.models.squeezenet import SqueezeNet

torch.set_num_threads(1)


def noise(name, count):
    """SplitMix64 on the place, its seed the CRC-32 of the name: in -1..1."""
    with np.errstate(over="ignore"):
        z = np.uint64(zlib.crc32(name.encode())) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(40)).astype(np.float64) / 2**23 - 1).astype(np.float32)


def filled(name, shape):
    values = noise(name, int(np.prod(shape))).reshape(shape)
    if name.endswith("running_var"):
        return np.float32(1) + np.float32(0.5) * values
    if len(shape) >= 2 and not name.endswith(("class_token", "cls_token", "pos_embed", "pos_embedding", "reg_token")):
        return values * np.float32(np.sqrt(np.float32(6.0) / np.float32(np.prod(shape[1:]))))
    if name.endswith("weight") and len(shape) == 1:
        return np.float32(1) + np.float32(0.25) * values
    return np.float32(0.2) * values


def prepare(model):
    state = model.state_dict()
    for name, tensor in state.items():
        if not name.endswith("num_batches_tracked"):
            state[name] = torch.from_numpy(np.array(filled(name, tuple(tensor.shape)), dtype=np.float32).reshape(tuple(tensor.shape)))
    model.load_state_dict(state)
    return model.eval()


def calibrated(model, side):
    """Random weights as PyTorch makes them, the statistics those of some pictures, as after a training."""
    generator = np.random.default_rng(1)
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = 1.0
            module.weight.data = torch.from_numpy(generator.uniform(0.75, 1.25, module.num_features).astype(np.float32))
            module.bias.data = torch.from_numpy(generator.uniform(-0.2, 0.2, module.num_features).astype(np.float32))
    with torch.no_grad():
        model.train()(pictures(side, 4))
    return model.eval()


def pictures(side, count=2):
    return torch.from_numpy(noise("input", count * 3 * side * side).reshape(count, 3, side, side) * 2)


class TiaToolbox(nn.Module):
    def __init__(self, trunk, channels, classes=9):
        super().__init__()
        self.feat_extract = trunk
        self.classifier = nn.Linear(channels, classes)

    def forward(self, x):
        return self.classifier(torch.flatten(nn.functional.adaptive_avg_pool2d(self.feat_extract(x), 1), 1))


def tia_resnet(model):
    return nn.Sequential(*list(model.children())[:-2])


def tia_googlenet():
    model = models.googlenet(weights=None, aux_logits=False, init_weights=False)
    return nn.Sequential(*list(model.children())[:-3])


def thin_resnet34():
    """torchvision's, with fewer channels."""
    model = ResNet(BasicBlock, [1, 1, 1, 1])
    model.inplanes = 8
    model.conv1 = nn.Conv2d(3, 8, 7, 2, 3, bias=False)
    model.bn1 = nn.BatchNorm2d(8)
    for stage, (count, width) in enumerate(zip((3, 4, 6, 3), (8, 12, 16, 24))):
        setattr(model, f"layer{stage + 1}", model._make_layer(BasicBlock, width, count, 1 if stage == 0 else 2))
    model.fc = nn.Linear(24, 3)
    return model


class PreActBlock(nn.Module):
    def __init__(self, inputs, planes, stride):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, planes, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, 1, 1, bias=False)
        if stride != 1 or inputs != planes:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, planes, 1, stride, bias=False))

    def forward(self, x):
        out = torch.relu(self.bn1(x))
        shortcut = self.shortcut(out) if hasattr(self, "shortcut") else x
        return self.conv2(torch.relu(self.bn2(self.conv1(out)))) + shortcut


class PreActResNet(nn.Module):
    def __init__(self, blocks, widths=(64, 128, 256, 512), classes=2):
        super().__init__()
        self.conv1 = nn.Conv2d(3, widths[0], 7, 2, 3, bias=False)
        inputs = widths[0]
        for stage, (count, width) in enumerate(zip(blocks, widths)):
            layers = []
            for block in range(count):
                layers.append(PreActBlock(inputs, width, 2 if stage > 0 and block == 0 else 1))
                inputs = width
            setattr(self, f"layer{stage + 1}", nn.Sequential(*layers))
        self.linear = nn.Linear(inputs, classes)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.conv1(x), 3, 2, 1)
        for stage in range(1, 5):
            x = getattr(self, f"layer{stage}")(x)
        return self.linear(x.mean((2, 3)))


class SqueezeExcite(nn.Module):
    def __init__(self, channels, reduced, act, gate):
        super().__init__()
        self.conv_reduce = nn.Conv2d(channels, reduced, 1)
        self.act1 = act()
        self.conv_expand = nn.Conv2d(reduced, channels, 1)
        self.gate = gate()

    def forward(self, x):
        return x * self.gate(self.conv_expand(self.act1(self.conv_reduce(x.mean((2, 3), keepdim=True)))))


class TimmBlock(nn.Module):
    """cn, ds, ir or er: timm's ConvBnAct, DepthwiseSeparableConv, InvertedResidual and EdgeResidual."""

    def __init__(self, kind, inputs, outputs, kernel, stride, expand, se, act, gate, se_act, eps, skip=True):
        super().__init__()
        norm = lambda c: nn.BatchNorm2d(c, eps)
        self.kind, self.act = kind, act()
        self.skip = skip and stride == 1 and inputs == outputs
        wide = int(inputs * expand + 0.5) if kind in ("ir", "er") else inputs
        if kind == "cn":
            self.conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
            self.bn1 = norm(outputs)
            return
        if kind == "er":
            self.conv_exp = nn.Conv2d(inputs, wide, kernel, stride, kernel // 2, bias=False)
            self.bn1 = norm(wide)
        else:
            if kind == "ir":
                self.conv_pw = nn.Conv2d(inputs, wide, 1, bias=False)
                self.bn1 = norm(wide)
            self.conv_dw = nn.Conv2d(wide, wide, kernel, stride, kernel // 2, groups=wide, bias=False)
            setattr(self, "bn2" if kind == "ir" else "bn1", norm(wide))
        if se:
            self.se = SqueezeExcite(wide, se, se_act, gate)
        last = nn.Conv2d(wide, outputs, 1, bias=False)
        if kind == "ds":
            self.conv_pw, self.bn2 = last, norm(outputs)
        elif kind == "er":
            self.conv_pwl, self.bn2 = last, norm(outputs)
        else:
            self.conv_pwl, self.bn3 = last, norm(outputs)

    def forward(self, x):
        shortcut = x
        if self.kind == "cn":
            x = self.act(self.bn1(self.conv(x)))
        elif self.kind == "er":
            x = self.act(self.bn1(self.conv_exp(x)))
            x = self.se(x) if hasattr(self, "se") else x
            x = self.bn2(self.conv_pwl(x))
        elif self.kind == "ds":
            x = self.act(self.bn1(self.conv_dw(x)))
            x = self.se(x) if hasattr(self, "se") else x
            x = self.bn2(self.conv_pw(x))
        else:
            x = self.act(self.bn1(self.conv_pw(x)))
            x = self.act(self.bn2(self.conv_dw(x)))
            x = self.se(x) if hasattr(self, "se") else x
            x = self.bn3(self.conv_pwl(x))
        return x + shortcut if self.skip else x


class TimmMobile(nn.Module):
    def __init__(self, stem, stages, head, act, stem_act=None, eps=1e-5, late_head=False, classes=9):
        super().__init__()
        self.conv_stem = nn.Conv2d(3, stem, 3, 2, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(stem, eps)
        self.stem_act = (stem_act or act)()
        inputs, blocks = stem, []
        for stage in stages:
            layers = []
            for kind, outputs, kernel, stride, expand, se, block_act, gate, se_act, skip in stage:
                layers.append(TimmBlock(kind, inputs, outputs, kernel, stride, expand, se, block_act, gate, se_act, eps, skip))
                inputs = outputs
            blocks.append(nn.Sequential(*layers))
        self.blocks = nn.Sequential(*blocks)
        self.late_head, self.act = late_head, act()
        self.conv_head = nn.Conv2d(inputs, head, 1, bias=late_head)
        if not late_head:
            self.bn2 = nn.BatchNorm2d(head, eps)
        self.classifier = nn.Linear(head, classes)

    def forward(self, x):
        x = self.blocks(self.stem_act(self.bn1(self.conv_stem(x))))
        if self.late_head:
            x = self.act(self.conv_head(x.mean((2, 3), keepdim=True))).flatten(1)
        else:
            x = self.act(self.bn2(self.conv_head(x))).mean((2, 3))
        return self.classifier(x)


def timm_mobilenetv2(width=1.0, depth=1):
    c = lambda n: max(8, int(n * width))
    plan = [(16, 1, 1, 1), (24, 2, 2, 6), (32, 3, 2, 6), (64, 4, 2, 6), (96, 3, 1, 6), (160, 3, 2, 6), (320, 1, 1, 6)]
    stages = []
    for index, (channels, count, stride, expand) in enumerate(plan):
        kind = "ds" if index == 0 else "ir"
        stages.append([(kind, c(channels), 3, stride if b == 0 else 1, expand, 0, nn.ReLU6, nn.Sigmoid, nn.ReLU, True) for b in range(max(1, count // depth))])
    return TimmMobile(c(32), stages, 1280 if width == 1 else 64, nn.ReLU6)


def timm_efficientnet(depth=1, stem=32, head=1280, widths=(16, 24, 40, 80, 112, 192, 320)):
    plan = [(1, 1, 3, 1), (2, 2, 3, 6), (2, 2, 5, 6), (3, 2, 3, 6), (3, 1, 5, 6), (4, 2, 5, 6), (1, 1, 3, 6)]
    stages, inputs = [], stem
    for index, ((count, stride, kernel, expand), width) in enumerate(zip(plan, widths)):
        stage = []
        for b in range(max(1, count // depth)):
            stage.append(("ds" if index == 0 else "ir", width, kernel, stride if b == 0 else 1, expand, max(1, inputs // 4), nn.SiLU, nn.Sigmoid, nn.SiLU, True))
            inputs = width
        stages.append(stage)
    return TimmMobile(stem, stages, head, nn.SiLU)


def timm_efficientnetv2(depth=1, widths=(24, 48, 64, 128, 160, 256), head=1280):
    plan = [("cn", 2, 1, 1), ("er", 4, 2, 4), ("er", 4, 2, 4), ("ir", 6, 2, 4), ("ir", 9, 1, 6), ("ir", 15, 2, 6)]
    stages, inputs = [], widths[0]
    for (kind, count, stride, expand), width in zip(plan, widths):
        stage = []
        for b in range(max(1, count // depth)):
            se = max(1, inputs // 4) if kind == "ir" else 0
            stage.append((kind, width, 3, stride if b == 0 else 1, expand, se, nn.SiLU, nn.Sigmoid, nn.SiLU, True))
            inputs = width
        stages.append(stage)
    return TimmMobile(widths[0], stages, head, nn.SiLU, eps=1e-3)


def timm_mobilenetv3_large():
    r, h = nn.ReLU, nn.Hardswish
    rows = [
        [("ds", 16, 3, 1, 1, 0, r)],
        [("ir", 24, 3, 2, 4, 0, r), ("ir", 24, 3, 1, 3, 0, r)],
        [("ir", 40, 5, 2, 3, 24, r), ("ir", 40, 5, 1, 3, 32, r), ("ir", 40, 5, 1, 3, 32, r)],
        [("ir", 80, 3, 2, 6, 0, h), ("ir", 80, 3, 1, 2.5, 0, h), ("ir", 80, 3, 1, 2.3, 0, h), ("ir", 80, 3, 1, 2.3, 0, h)],
        [("ir", 112, 3, 1, 6, 120, h), ("ir", 112, 3, 1, 6, 168, h)],
        [("ir", 160, 5, 2, 6, 168, h), ("ir", 160, 5, 1, 6, 240, h), ("ir", 160, 5, 1, 6, 240, h)],
        [("cn", 960, 1, 1, 1, 0, h)],
    ]
    stages = [[(*row, nn.Hardsigmoid, nn.ReLU, row[0] != "cn") for row in stage] for stage in rows]
    return TimmMobile(16, stages, 1280, h, late_head=True)


def timm_mobilenetv3_small():
    r, h = nn.ReLU, nn.Hardswish
    rows = [
        [("ds", 16, 3, 2, 1, 8, r)],
        [("ir", 24, 3, 2, 4.5, 0, r), ("ir", 24, 3, 1, 3.67, 0, r)],
        [("ir", 40, 5, 2, 4, 24, h), ("ir", 40, 5, 1, 6, 64, h), ("ir", 40, 5, 1, 6, 64, h)],
        [("ir", 48, 5, 1, 3, 32, h), ("ir", 48, 5, 1, 3, 40, h)],
        [("ir", 96, 5, 2, 6, 72, h), ("ir", 96, 5, 1, 6, 144, h), ("ir", 96, 5, 1, 6, 144, h)],
        [("cn", 576, 1, 1, 1, 0, h)],
    ]
    stages = [[(*row, nn.Hardsigmoid, nn.ReLU, row[0] != "cn") for row in stage] for stage in rows]
    return TimmMobile(16, stages, 1024, h, late_head=True)


class TimmVgg(nn.Module):
    def __init__(self, features, width=4096, classes=2):
        super().__init__()
        self.features = features
        self.pre_logits = nn.Sequential()
        self.pre_logits.add_module("fc1", nn.Conv2d(512, width, 7))
        self.pre_logits.add_module("fc2", nn.Conv2d(width, width, 1))
        self.head = nn.Sequential()
        self.head.add_module("fc", nn.Linear(width, classes))

    def forward(self, x):
        x = torch.relu(self.pre_logits.fc2(torch.relu(self.pre_logits.fc1(self.features(x)))))
        return self.head.fc(x.mean((2, 3)))


class ConvBn(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride=1, padding=0, norm=True):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=not norm)
        if norm:
            self.bn = nn.BatchNorm2d(outputs, 1e-3)

    def forward(self, x):
        x = self.conv(x)
        return torch.relu(self.bn(x) if hasattr(self, "bn") else x)


class Branches(nn.Module):
    def __init__(self, **branches):
        super().__init__()
        for name, branch in branches.items():
            setattr(self, name, branch)
        self.order = list(branches)

    def forward(self, x):
        return torch.cat([getattr(self, name)(x) for name in self.order], 1)


class InceptionC(nn.Module):
    def __init__(self, conv, pool):
        super().__init__()
        flat, tall = dict(kernel=(1, 3), padding=(0, 1)), dict(kernel=(3, 1), padding=(1, 0))
        self.branch0 = conv(1536, 256, 1)
        self.branch1_0 = conv(1536, 384, 1)
        self.branch1_1a = conv(384, 256, **flat)
        self.branch1_1b = conv(384, 256, **tall)
        self.branch2_0 = conv(1536, 384, 1)
        self.branch2_1 = conv(384, 448, **tall)
        self.branch2_2 = conv(448, 512, **flat)
        self.branch2_3a = conv(512, 256, **flat)
        self.branch2_3b = conv(512, 256, **tall)
        self.branch3 = nn.Sequential(pool(), conv(1536, 256, 1))

    def forward(self, x):
        a, b = self.branch1_0(x), self.branch2_2(self.branch2_1(self.branch2_0(x)))
        return torch.cat([self.branch0(x), self.branch1_1a(a), self.branch1_1b(a), self.branch2_3a(b), self.branch2_3b(b), self.branch3(x)], 1)


class InceptionV4(nn.Module):
    def __init__(self, classes=2, norm=True):
        super().__init__()
        conv = lambda *a, **k: ConvBn(*a, norm=norm, **k)
        pool = lambda: nn.AvgPool2d(3, 1, 1, count_include_pad=False)
        flat, tall = dict(kernel=(1, 7), padding=(0, 3)), dict(kernel=(7, 1), padding=(3, 0))
        seq = nn.Sequential
        a = lambda: Branches(branch0=conv(384, 96, 1), branch1=seq(conv(384, 64, 1), conv(64, 96, 3, 1, 1)),
                             branch2=seq(conv(384, 64, 1), conv(64, 96, 3, 1, 1), conv(96, 96, 3, 1, 1)),
                             branch3=seq(pool(), conv(384, 96, 1)))
        b = lambda: Branches(branch0=conv(1024, 384, 1), branch1=seq(conv(1024, 192, 1), conv(192, 224, **flat), conv(224, 256, **tall)),
                             branch2=seq(conv(1024, 192, 1), conv(192, 192, **tall), conv(192, 224, **flat), conv(224, 224, **tall), conv(224, 256, **flat)),
                             branch3=seq(pool(), conv(1024, 128, 1)))
        self.features = seq(
            conv(3, 32, 3, 2), conv(32, 32, 3), conv(32, 64, 3, 1, 1),
            Branches(maxpool=nn.MaxPool2d(3, 2), conv=conv(64, 96, 3, 2)),
            Branches(branch0=seq(conv(160, 64, 1), conv(64, 96, 3)),
                     branch1=seq(conv(160, 64, 1), conv(64, 64, **flat), conv(64, 64, **tall), conv(64, 96, 3))),
            Branches(conv=conv(192, 192, 3, 2), maxpool=nn.MaxPool2d(3, 2)),
            a(), a(), a(), a(),
            Branches(branch0=conv(384, 384, 3, 2), branch1=seq(conv(384, 192, 1), conv(192, 224, 3, 1, 1), conv(224, 256, 3, 2)), branch2=nn.MaxPool2d(3, 2)),
            b(), b(), b(), b(), b(), b(), b(),
            Branches(branch0=seq(conv(1024, 192, 1), conv(192, 192, 3, 2)),
                     branch1=seq(conv(1024, 256, 1), conv(256, 256, **flat), conv(256, 320, **tall), conv(320, 320, 3, 2)), branch2=nn.MaxPool2d(3, 2)),
            InceptionC(conv, pool), InceptionC(conv, pool), InceptionC(conv, pool))
        self.last_linear = nn.Linear(1536, classes)

    def forward(self, x):
        return self.last_linear(self.features(x).mean((2, 3)))


def vgg16mod(classes=2):
    model = models.vgg16(weights=None)
    model.classifier = model.classifier[:4]
    model.classifier[0] = nn.Linear(25088, 1024)
    model.classifier[3] = nn.Linear(1024, classes)
    return model


def thin_efficientnet_v2():
    settings = [FusedMBConvConfig(1, 3, 1, 8, 8, 1), FusedMBConvConfig(4, 3, 2, 8, 16, 1),
                MBConvConfig(4, 3, 2, 16, 24, 2), MBConvConfig(6, 3, 2, 24, 32, 1)]
    return EfficientNet(settings, 0.2, num_classes=3, norm_layer=lambda c: nn.BatchNorm2d(c, 1e-3), last_channel=64)


class TimmAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        batch, tokens, width = x.shape
        q, k, v = self.qkv(x).reshape(batch, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        weights = (q * (width // self.heads) ** -0.5 @ k.transpose(-2, -1)).softmax(-1)
        return self.proj((weights @ v).transpose(1, 2).reshape(batch, tokens, width))


class TimmMlp(nn.Module):
    def __init__(self, width, hidden, gated):
        super().__init__()
        self.gated = gated
        self.fc1 = nn.Linear(width, hidden)
        self.fc2 = nn.Linear(hidden // 2 if gated else hidden, width)

    def forward(self, x):
        x = self.fc1(x)
        if self.gated:
            first, second = x.chunk(2, -1)
            return self.fc2(nn.functional.silu(first) * second)
        return self.fc2(nn.functional.gelu(x))


class LayerScale(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * self.gamma


class TimmVitBlock(nn.Module):
    def __init__(self, width, heads, hidden, gated, scaled):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, 1e-6)
        self.attn = TimmAttention(width, heads)
        self.norm2 = nn.LayerNorm(width, 1e-6)
        self.mlp = TimmMlp(width, hidden, gated)
        if scaled:
            self.ls1, self.ls2 = LayerScale(width), LayerScale(width)

    def forward(self, x):
        scale = lambda name, y: getattr(self, name)(y) if hasattr(self, name) else y
        x = x + scale("ls1", self.attn(self.norm1(x)))
        return x + scale("ls2", self.mlp(self.norm2(x)))


class TimmVit(nn.Module):
    def __init__(self, side=64, patch=16, width=128, heads=2, hidden=192, depth=2, registers=0, embed_class=True,
                 gated=False, scaled=True, mean=False, classes=3):
        super().__init__()
        count = (side // patch) ** 2
        self.registers, self.embed_class, self.mean = registers, embed_class, mean
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        if registers:
            self.reg_token = nn.Parameter(torch.zeros(1, registers, width))
        self.pos_embed = nn.Parameter(torch.zeros(1, count + (1 + registers if embed_class else 0), width))
        self.patch_embed = nn.Module()
        self.patch_embed.proj = nn.Conv2d(3, width, patch, patch)
        self.blocks = nn.Sequential(*[TimmVitBlock(width, heads, hidden, gated, scaled) for _ in range(depth)])
        if mean:
            self.fc_norm = nn.LayerNorm(width, 1e-6)
        else:
            self.norm = nn.LayerNorm(width, 1e-6)
        self.head = nn.Linear(width, classes)

    def forward(self, x):
        x = self.patch_embed.proj(x).flatten(2).transpose(1, 2)
        prefix = [self.cls_token] + ([self.reg_token] if self.registers else [])
        prefix = [token.expand(len(x), -1, -1) for token in prefix]
        if self.embed_class:
            x = torch.cat(prefix + [x], 1) + self.pos_embed
        else:
            x = torch.cat(prefix + [x + self.pos_embed], 1)
        x = self.blocks(x)
        if self.mean:
            return self.head(self.fc_norm(x[:, 1 + self.registers:].mean(1)))
        return self.head(self.norm(x)[:, 0])


SMALL = {
    # name: (module, side)
    "resnet18": (lambda: models.resnet18(num_classes=3), 64),
    "resnet34": (thin_resnet34, 64),
    "resnext": (lambda: ResNet(Bottleneck, [1, 1, 1, 1], num_classes=3, groups=32, width_per_group=4), 64),
    "tia-resnet": (lambda: TiaToolbox(tia_resnet(ResNet(BasicBlock, [1, 2, 1, 1])), 512), 64),
    "preactresnet": (lambda: PreActResNet([2, 1, 1, 1], (8, 12, 16, 24)), 64),
    "densenet": (lambda: DenseNet(8, (2, 2, 2, 2), 16, num_classes=3), 64),
    "tia-densenet": (lambda: TiaToolbox(DenseNet(8, (2, 2, 2, 2), 16).features, 32), 64),
    "mobilenet_v2": (lambda: models.mobilenet_v2(num_classes=3, width_mult=0.35), 64),
    "tia-mobilenet_v2": (lambda: TiaToolbox(models.mobilenet_v2(width_mult=0.35).features, 1280), 64),
    "mobilenet_v3_small": (lambda: models.mobilenet_v3_small(num_classes=3), 64),
    "tia-mobilenet_v3_small": (lambda: TiaToolbox(models.mobilenet_v3_small().features, 576), 64),
    "efficientnet_b0": (lambda: models.efficientnet_b0(num_classes=3), 64),
    "efficientnet_v2": (thin_efficientnet_v2, 64),
    "googlenet": (lambda: models.googlenet(weights=None, num_classes=3, aux_logits=True, init_weights=False), 64),
    "tia-googlenet": (lambda: TiaToolbox(tia_googlenet(), 1024), 64),
    "squeezenet1_0": (lambda: models.squeezenet1_0(num_classes=3), 67),
    "timm-mobilenetv2": (lambda: timm_mobilenetv2(0.25, 2), 64),
    "timm-efficientnet": (lambda: timm_efficientnet(2, 8, 64, (8, 8, 12, 16, 16, 24, 32)), 64),
    "timm-efficientnetv2": (lambda: timm_efficientnetv2(4, (8, 12, 16, 16, 24, 32), 64), 64),
    "timm-mobilenetv3_small": (timm_mobilenetv3_small, 64),
    "vit": (lambda: models.VisionTransformer(64, 16, 2, 2, 128, 192, num_classes=3), 64),
    "timm-vit": (TimmVit, 64),
    "timm-vit-reg": (lambda: TimmVit(registers=4, embed_class=False, gated=True, depth=1), 64),
    "timm-vit-mean": (lambda: TimmVit(scaled=False, mean=True, depth=1), 64),
}

CNN = ["resnet18", "resnet34", "resnet50", "resnet101", "resnext50_32x4d", "resnext101_32x8d", "wide_resnet50_2",
       "wide_resnet101_2", "densenet121", "densenet161", "densenet169", "densenet201", "mobilenet_v2", "mobilenet_v3_large",
       "mobilenet_v3_small", "vgg11", "vgg16", "vgg16_bn", "vgg19", "alexnet", "squeezenet1_0", "squeezenet1_1",
       "efficientnet_b0", "efficientnet_b1", "efficientnet_b2", "efficientnet_b3", "efficientnet_b4", "efficientnet_v2_s"]
WHOLE = {name: (lambda name=name: getattr(models, name)(weights=None, num_classes=9), 224) for name in CNN}
WHOLE |= {
    "vit_b_16": (lambda: models.vit_b_16(weights=None, num_classes=9), 224),
    "vit_l_32": (lambda: models.vit_l_32(weights=None, num_classes=9), 224),
    "timm-vit_small_patch16": (lambda: TimmVit(224, 16, 384, 6, 1536, 12, classes=9), 224),
    "googlenet": (lambda: models.googlenet(weights=None, num_classes=9, init_weights=False), 224),
    "inception_v3": (lambda: models.inception_v3(weights=None, num_classes=9, init_weights=False), 299),
    "inception_v4": (InceptionV4, 224),
    "inception_v4nobn": (lambda: InceptionV4(norm=False), 224),
    "preactresnet34": (lambda: PreActResNet([3, 4, 6, 3]), 224),
    "vgg16mod": (vgg16mod, 224),
    "timm-vgg16": (lambda: TimmVgg(models.vgg16(weights=None).features), 224),
    "timm-mobilenetv2_100": (timm_mobilenetv2, 224),
    "timm-mobilenetv3_large_100": (timm_mobilenetv3_large, 224),
    "timm-efficientnet_b0": (timm_efficientnet, 224),
    "timm-efficientnetv2_s": (timm_efficientnetv2, 224),
    "tia-alexnet": (lambda: TiaToolbox(models.alexnet(weights=None).features, 256), 224),
    "tia-resnet18": (lambda: TiaToolbox(tia_resnet(models.resnet18()), 512), 224),
    "tia-resnet50": (lambda: TiaToolbox(tia_resnet(models.resnet50()), 2048), 224),
    "tia-densenet121": (lambda: TiaToolbox(models.densenet121().features, 1024), 224),
    "tia-mobilenet_v2": (lambda: TiaToolbox(models.mobilenet_v2().features, 1280), 224),
    "tia-mobilenet_v3_large": (lambda: TiaToolbox(models.mobilenet_v3_large().features, 960), 224),
    "tia-googlenet": (lambda: TiaToolbox(tia_googlenet(), 1024), 224),
}


def gradients(make, side, mode):
    """The cross-entropy of the two pictures as classes 0 and 1; of each tensor's gradient, or of a running statistic after the
    step, the product with noise by its name."""
    model = prepare(make())
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.train(mode == "train")
    out = model(pictures(side))
    loss = nn.functional.cross_entropy(getattr(out, "logits", out), torch.tensor([0, 1]))
    loss.backward()
    numbers = [loss.item()]
    for name, tensor in dict(list(model.named_parameters()) + list(model.named_buffers())).items():
        if name.endswith("num_batches_tracked"):
            continue
        value = tensor if tensor.grad is None else tensor.grad
        if tensor.requires_grad and tensor.grad is None:
            value = torch.zeros_like(tensor)
        numbers.append(float(value.detach().double().numpy().ravel() @ noise("gradient." + name, value.numel()).astype(np.float64)))
    return numbers


def main():
    if sys.argv[1] == "gradients":
        for name in sys.argv[3:] or ["resnet18", "resnet34", "resnext", "mobilenet_v2", "densenet", "efficientnet_b0"]:
            make, side = SMALL[name]
            lines = [mode + "," + ",".join(f"{v:.6g}" for v in gradients(make, side, mode)) for mode in ("frozen", "train")]
            (Path(sys.argv[2]) / f"{name}.csv").write_text("\n".join(lines) + "\n")
        return
    what, folder = sys.argv[1], Path(sys.argv[2])
    wanted = sys.argv[3:]
    folder.mkdir(parents=True, exist_ok=True)
    for name, (make, side) in (SMALL if what == "small" else WHOLE).items():
        if wanted and name not in wanted:
            continue
        torch.manual_seed(1)
        model = calibrated(make(), side) if what == "files" else prepare(make())
        with torch.no_grad():
            out = model(pictures(side))
            logits = getattr(out, "logits", out).numpy()
        lines = [f"size,{side}"]
        for key, tensor in model.state_dict().items():
            if not key.endswith("num_batches_tracked") and what != "files":
                lines.append(f"{key}," + "x".join(map(str, tensor.shape)))
        lines += ["logits," + ",".join(f"{v:.7g}" for v in row) for row in logits]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")
        if what == "files":
            torch.save(model.state_dict(), folder / f"{name}.pth")
        print(name, np.abs(logits).max(), flush=True)


if __name__ == "__main__":
    main()
