"""The peer of `npm run bench`: its workloads in PyTorch. Answers lines on its input as tools/bench/worker.ts does.

Devices: pytorch (eager, padded, cpu), with any of the words -packed (leaves padding out, as we do), -compiled (torch.compile),
-high or -medium (torch.set_float32_matmul_precision), -cuda.
"""

import json
import resource
import sys
import time

try:
    import torch
except ImportError:
    sys.exit("PyTorch is not installed for " + sys.executable + " (set PYTHON to one that has it)")

from feeds import read_feeds
from workloads import WORKLOADS

name, device_name, file, batch, threads = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
words = device_name.split("-")[1:]
packed, cuda, compiled = "packed" in words, "cuda" in words, "compiled" in words
precision = next((word for word in words if word in ("high", "medium")), "highest")
if set(words) - {"packed", "cuda", "compiled", "high", "medium"}:
    sys.exit("expected pytorch with any of -packed, -compiled, -high, -medium, -cuda, found " + device_name)
if name not in WORKLOADS:
    sys.exit("the peer has " + ", ".join(WORKLOADS) + " only")
if cuda and not torch.cuda.is_available():
    sys.exit(f"this PyTorch ({torch.__version__}) finds no CUDA device")
torch.set_num_threads(threads)
torch.set_float32_matmul_precision(precision)
torch.manual_seed(1)
device = torch.device("cuda" if cuda else "cpu")

# Steps before anything is timed. The loss after them is said: from the same seed it is the same in every mode that computes
# the same, so that a faster mode that is less accurate is seen.
WARM = 20


def say(**answer):
    print(json.dumps(answer), flush=True)


def wait():
    if cuda:
        torch.cuda.synchronize()


def timed(work, seconds):
    """Calls `work` for so long; how often, and the time it took."""
    wait()
    start, count = time.perf_counter(), 0
    while True:
        work()
        count += 1
        if time.perf_counter() - start >= seconds:
            wait()
            elapsed = time.perf_counter() - start
            if elapsed >= seconds:
                return count, elapsed


def product(seconds):
    size = 2048
    a, b = (torch.randn(size, size, device=device) for _ in range(2))
    torch.mm(a, b)
    best = float("inf")
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        repeats = 64 if cuda else 1
        wait()
        before = time.perf_counter()
        for _ in range(repeats):
            torch.mm(a, b)
        wait()
        best = min(best, (time.perf_counter() - before) / repeats)
    return 2 * size**3 / best / 1e9


step, flop_per_jet = WORKLOADS[name](read_feeds(file, batch, device), packed, torch.compile if compiled else lambda one: one)
for _ in range(2 if name == "particlenet-fgsm" else WARM):  # it has no loss to compare
    loss = step()
rows = "the real ones" if packed else "64 of 64"
card = f", {torch.cuda.get_device_name()}" if cuda else ""
mode = f"{'compiled' if compiled else 'eager'}, products in {precision} precision{card}"
say(
    about=f"{rows} of the constituents multiplied; PyTorch {torch.__version__}, {mode}",
    flopPerJet=flop_per_jet,
    loss=None if loss is None else loss.item(),
)
for line in sys.stdin:
    command, seconds = line.split()
    if command == "product":
        say(gigaflops=product(float(seconds)))
        continue
    cpu = time.process_time()
    count, elapsed = timed(step, float(seconds))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    say(jets=count * batch, elapsed=elapsed, cpuSeconds=time.process_time() - cpu, peakRssMiB=peak)
