"""Writes the golden logits of torchvision's networks, and of the original AlexNet, with seeded weights on seeded patches.

    python3 networks/src/test/python/golden_logits.py > \
        networks/src/test/resources/io/slidestream/networks/dl4j/golden-logits.csv

Made with PyTorch 1.13 and torchvision 0.14 (Debian 12). SeededTensors.java holds the same formula.
"""
import collections

import numpy as np
import torch
import torchvision

CLASSES = 9
PATCHES = 2


def seeded(salt, count, scale):
    """MurmurHash3's finaliser of the index, as numbers in -scale..scale."""
    x = np.arange(count, dtype=np.uint32) + np.uint32(salt * 0x9E3779B9 & 0xFFFFFFFF)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x85EBCA6B)
    x ^= x >> np.uint32(13)
    x *= np.uint32(0xC2B2AE35)
    x ^= x >> np.uint32(16)
    return ((x.astype(np.float64) / 2147483648.0 - 1.0) * scale).astype(np.float32)


def load(network):
    for salt, (name, parameter) in enumerate(network.named_parameters(), start=1):
        inputs = parameter[0].numel()
        scale = np.sqrt(6.0 / inputs) if name.endswith("weight") else 0.1
        values = seeded(salt, parameter.numel(), scale)
        parameter.data = torch.from_numpy(values).reshape(parameter.shape)


def rows(label, network, size):
    load(network)
    network.eval()
    patches = torch.from_numpy(seeded(0, PATCHES * 3 * size * size, 2.0)).reshape(PATCHES, 3, size, size)
    with torch.no_grad():
        logits = network(patches)
    for patch in range(PATCHES):
        print(",".join([label, str(size), str(patch)] + ["%.6f" % v for v in logits[patch].tolist()]))


def grouped_alexnet():
    """The original AlexNet as Caffe and MATLAB ship it, with their layers' names."""
    def then(name, layer, *more):
        return [(name, layer)] + [("%s_%d" % (name, i), other) for i, other in enumerate(more)]

    relu, pool = torch.nn.ReLU, lambda: torch.nn.MaxPool2d(3, 2)
    norm = lambda: torch.nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=1.0)
    return torch.nn.Sequential(collections.OrderedDict(
        then("conv1", torch.nn.Conv2d(3, 96, 11, stride=4), relu(), norm(), pool())
        + then("conv2", torch.nn.Conv2d(96, 256, 5, padding=2, groups=2), relu(), norm(), pool())
        + then("conv3", torch.nn.Conv2d(256, 384, 3, padding=1), relu())
        + then("conv4", torch.nn.Conv2d(384, 384, 3, padding=1, groups=2), relu())
        + then("conv5", torch.nn.Conv2d(384, 256, 3, padding=1, groups=2), relu(), pool(), torch.nn.Flatten())
        + then("fc6", torch.nn.Linear(9216, 4096), relu())
        + then("fc7", torch.nn.Linear(4096, 4096), relu())
        + then("fc8", torch.nn.Linear(4096, CLASSES))))


print("# torch %s, torchvision %s" % (torch.__version__, torchvision.__version__))
rows("alexnet", torchvision.models.alexnet(num_classes=CLASSES), 224)
rows("alexnet", torchvision.models.alexnet(num_classes=CLASSES), 227)
rows("squeezenet1_1", torchvision.models.squeezenet1_1(num_classes=CLASSES), 224)
rows("alexnet-grouped", grouped_alexnet(), 227)
