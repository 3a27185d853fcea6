"""Makes the golden file of RealSlideIT: tiles of a slide classified by PyTorch, from the bundle's own weights.

    python3 slide_probabilities.py MODEL SLIDE X,Y ... > ../resources/golden/cmu-1-small-region.csv

Needs numpy, torch, torchvision, Pillow and openslide. X,Y is a tile's corner in level-0 pixels.
"""

import json
import struct
import sys

import numpy as np
import openslide
import torch
import torchvision
from PIL import Image

bundle, slide, corners = sys.argv[1], openslide.OpenSlide(sys.argv[2]), sys.argv[3:]
config = json.load(open(bundle + "/config.json"))
raw = open(bundle + "/model.safetensors", "rb").read()
size = struct.unpack("<Q", raw[:8])[0]
weights = {}
for name, entry in json.loads(raw[8 : 8 + size]).items():
    if name != "__metadata__":
        start, end = (8 + size + offset for offset in entry["data_offsets"])
        numbers = np.frombuffer(raw[start:end], "<f2" if entry["dtype"] == "F16" else "<f4")
        weights[name] = torch.from_numpy(numbers.reshape(entry["shape"]).astype("float32"))
network = getattr(torchvision.models, config["architecture"])(num_classes=config["num_classes"])
network.load_state_dict(weights)
network.eval()
temperature = config["slidestream"].get("temperature", 1)

arguments = {step["name"]: step.get("arguments") for step in config["transform"]}
transform = torchvision.transforms.Compose(
    [
        torchvision.transforms.Resize((arguments["Resize"]["size"],) * 2),
        torchvision.transforms.ToTensor(),
        torchvision.transforms.Normalize(arguments["Normalize"]["mean"], arguments["Normalize"]["std"]),
    ]
)
mpp = (float(slide.properties["openslide.mpp-x"]) + float(slide.properties["openslide.mpp-y"])) / 2
side = round(config["patch_size_pixels"] * config["spacing_um_px"] / mpp)
print("minx,miny,width,height," + ",".join("prob_" + name for name in config["class_names"]))
for corner in corners:
    x, y = map(int, corner.split(","))
    pixels = slide.read_region((x, y), 0, (side, side))
    picture = Image.new("RGB", pixels.size, (255, 255, 255))
    picture.paste(pixels, mask=pixels.split()[3])
    with torch.no_grad():
        probabilities = torch.softmax(network(transform(picture)[None]) / temperature, 1)[0].numpy()
    print(f"{x},{y},{side},{side}," + ",".join(f"{p:.6f}" for p in probabilities))
