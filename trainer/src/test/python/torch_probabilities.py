"""Golden values of ShippedModelIT: the shipped bundle on real tiles, computed by PyTorch and torchvision.

    python3 torch_probabilities.py ../../../../models/crc-nine-class $SLIDESTREAM_TEST_DATA/tiles/nct-crc-he \
        > ../resources/io/slidestream/trainer/crc-nine-class.csv

Each line: tile, then one probability a class.
"""
import json
import pathlib
import struct
import sys

import numpy
import torch
import torchvision
from PIL import Image
from torchvision import transforms

TILES = ["ADI/ADI-TCGA-TWHICYLF.png", "BACK/val7k_back.tif", "BACK/BACK-TCGA-ACTQDGTI.jpg", "DEB/nct100k_deb.tif",
         "LYM/LYM-AATTSRNN.tif", "MUC/MUC-TCGA-VNRCQTRY.png", "MUS/MUS-AACVWIEK.tif", "MUS/MUS-AAKHYDPK.tif",
         "TUM/TUM-AACHEHDV.tif", "TUM/TUM-AEPINLNQ.png"]


def safetensors(path):
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, entry in json.loads(data[8:8 + size]).items():
        if name != "__metadata__":
            begin, end = (8 + size + offset for offset in entry["data_offsets"])
            values = numpy.frombuffer(data[begin:end], dtype="<f2" if entry["dtype"] == "F16" else "<f4").reshape(entry["shape"])
            tensors[name] = torch.from_numpy(values.astype("float32"))
    return tensors


bundle, folder = (pathlib.Path(argument) for argument in sys.argv[1:3])
config = json.loads((bundle / "config.json").read_text())
network = torchvision.models.mobilenet_v2(num_classes=config["num_classes"])
network.load_state_dict(safetensors(bundle / "model.safetensors"))
network.eval()
temperature = config["slidestream"].get("temperature", 1)
resize, _, normalize = config["transform"]
transform = transforms.Compose([
    transforms.Resize(resize["arguments"]["size"]), transforms.ToTensor(), transforms.Normalize(**normalize["arguments"])])

print(f"# PyTorch {torch.__version__}, torchvision {torchvision.__version__}; {','.join(config['class_names'])}")
with torch.no_grad():
    for tile in TILES:
        patch = transform(Image.open(folder / tile).convert("RGB"))
        probabilities = torch.softmax(network(patch[None])[0].double() / temperature, dim=0)
        print(",".join([tile] + [f"{p:.7f}" for p in probabilities]))
