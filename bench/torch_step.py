"""Microseconds of the fastest training step in PyTorch: half the sum of squares, backward, Adam (the faster of its two implementations).

Usage: torch_step.py THREADS. Prints {"version": ..., "NET": {"BATCH": microseconds}}.
"""
import json
import sys
import time

import torch
from torch import nn

SECONDS = 0.8
BATCHES = (32, 256, 1024)
NETS = {
    "dense": (lambda: nn.Sequential(nn.Linear(4, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 2)), (4,)),
    "convolution": (lambda: nn.Sequential(nn.Conv2d(4, 16, 3), nn.ReLU(), nn.Flatten(), nn.Linear(1024, 128), nn.ReLU(), nn.Linear(128, 6)), (4, 10, 10)),
}


def fastest(net, inputs, fused):
    optimiser = torch.optim.Adam(net.parameters(), lr=1e-4, fused=fused)
    end = time.perf_counter() + SECONDS
    least = float("inf")
    while time.perf_counter() < end:
        began = time.perf_counter()
        optimiser.zero_grad()
        loss = 0.5 * (net(inputs) ** 2).sum()
        loss.backward()
        optimiser.step()
        loss.item()
        least = min(least, time.perf_counter() - began)
    return 1e6 * least


torch.set_num_threads(int(sys.argv[1]))
times = {}
for name, (make, shape) in NETS.items():
    times[name] = {batch: min(fastest(make(), torch.rand(batch, *shape), fused) for fused in (False, True)) for batch in BATCHES}
print(json.dumps({"version": torch.__version__, **times}))
