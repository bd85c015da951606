"""The PFN's training step in PyTorch, eager and padded: the peer of `npm run bench`.

Same formulas as the product: centring on the jet axis inside the network, input scales, Phi 256-256-64 with ReLU, sum
over real constituents / 32, F 256-256-256 with ReLU, one logit, binary cross-entropy, gradient, Adam. Answers every line
"run SECONDS" on its input with one line of JSON.
"""

import json
import math
import resource
import sys
import time

try:
    import torch
except ImportError:
    sys.exit("PyTorch is not installed for " + sys.executable + " (set PYTHON to one that has it)")

workload, batch, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
if workload != "pfn-train":
    sys.exit("the peer has pfn-train only")
torch.set_num_threads(threads)
torch.manual_seed(1)


def stack(sizes):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers)


phi = stack([3, 256, 256, 64])
f = torch.nn.Sequential(stack([64, 256, 256, 256]), torch.nn.Linear(256, 1))
optimiser = torch.optim.Adam([*phi.parameters(), *f.parameters()], lr=1e-3)
scales = torch.tensor([50.0, 2.5, 2.5])

# Padded to 64 whatever the multiplicity, so the number of real constituents does not change its speed.
real = 33
jets = torch.zeros(batch, 64, 3)
jets[:, :real, 0] = torch.rand(batch, real) * 0.05 + 1e-4
jets[:, :real, 1:] = torch.randn(batch, real, 2) * 0.3
label = (torch.rand(batch) > 0.5).float()


def centred(x):
    pt, eta, azimuth = x.unbind(2)
    mask = (pt > 0).float()
    px, py, pz = ((pt * factor).sum(1) for factor in (azimuth.cos(), azimuth.sin(), eta.sinh()))
    axis_eta = torch.asinh(pz / torch.sqrt(px * px + py * py))[:, None]
    difference = azimuth - torch.atan2(py, px)[:, None]
    wrapped = torch.remainder(difference + math.pi, 2 * math.pi) - math.pi
    return torch.stack([pt, (eta - axis_eta) * mask, wrapped * mask], 2) * scales, mask


def step():
    optimiser.zero_grad()
    features, mask = centred(jets)
    logits = f((phi(features) * mask[:, :, None]).sum(1) / 32)[:, 0]
    loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, label)
    loss.backward()
    optimiser.step()


def say(answer):
    print(json.dumps(answer), flush=True)


for _ in range(3):
    step()
weights = sum(p.numel() for p in [*phi.parameters(), *f.parameters()])
say({"about": f"{weights} weights, 64 of 64 constituents multiplied; PyTorch {torch.__version__}, eager"})
for line in sys.stdin:
    seconds = float(line.split()[1])
    start, cpu = time.perf_counter(), time.process_time()
    count = 0
    while True:
        step()
        count += 1
        elapsed = time.perf_counter() - start
        if elapsed >= seconds:
            break
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    say({"jets": count * batch, "elapsed": elapsed, "cpuSeconds": time.process_time() - cpu, "peakRssMiB": peak})
