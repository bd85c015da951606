"""Attacks of Foolbox on a small particle-flow network in PyTorch, in double precision: python attacks.py FILE [SEED].

The network is that of libs/models/src/networks/pfn.ts with random weights. Foolbox moves points x of a space without borders; here x are
the moves of the constituents of jets that stay where they are: in units of epsilon (relative in pT, absolute in eta and phi) for the
attacks of a box, in units of the resolution (ln pT, eta, phi) for those of the smallest norm.
"""
import json, sys
import eagerpy as ep, foolbox as fb, numpy as np, torch
from torch import nn

file, seed = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
torch.set_num_threads(1)
torch.manual_seed(seed)
r = np.random.default_rng(seed)
N, M = 24, 12
layers = dict(phi1=(3, 16), phi2=(16, 8), f1=(8, 16), logit1=(16, 1))
weights = {name: (r.normal(0, 1.6 / a**0.5, (a, b)), r.normal(0, 0.1, b)) for name, (a, b) in layers.items()}
weights = {name: tuple(np.float32(v) for v in pair) for name, pair in weights.items()}
W = {name: tuple(torch.tensor(v, dtype=torch.float64) for v in pair) for name, pair in weights.items()}
axis = r.uniform(-2, 2, (N, 1)), r.uniform(-2, 2, (N, 1))
pt = -np.sort(-np.exp(r.uniform(np.log(2e-3), np.log(0.1), (N, M))), 1)
jets = np.float32(np.stack([pt, axis[0] + r.normal(0, 0.3, (N, M)), axis[1] + r.normal(0, 0.3, (N, M))], 2))
J = torch.tensor(jets, dtype=torch.float64)


def logit(jets):
    p, eta, phi = jets[..., 0], jets[..., 1], jets[..., 2]
    px, py, pz = (p * torch.cos(phi)).sum(1, True), (p * torch.sin(phi)).sum(1, True), (p * torch.sinh(eta)).sum(1, True)
    d_eta = eta - torch.asinh(pz / torch.hypot(px, py))
    d_phi = torch.remainder(phi - torch.atan2(py, px) + torch.pi, 2 * torch.pi) - torch.pi
    x = torch.stack([50 * p, 2.5 * d_eta, 2.5 * d_phi], 2)
    layer = lambda x, name: x @ W[name][0] + W[name][1]
    h = torch.relu(layer(torch.relu(layer(x, 'phi1')), 'phi2')).sum(1) / 32
    return layer(torch.relu(layer(h, 'f1')), 'logit1')[:, 0]


# Half of the jets are signal-like: the last bias puts the boundary in their middle.
W['logit1'][1][0] -= logit(J).median()
weights['logit1'] = (weights['logit1'][0], np.float32(W['logit1'][1].numpy()))
W['logit1'] = (W['logit1'][0], torch.tensor(weights['logit1'][1], dtype=torch.float64))
rows = torch.nonzero(logit(J) > 0.01)[:, 0]
J = J[rows]
n = len(rows)


class Moved(nn.Module):
    def __init__(self, place): super().__init__(); self.place = place
    def forward(self, x):
        z = logit(self.place(x.reshape(n, M, 3)))
        return torch.stack([torch.zeros_like(z), z], 1)


def box(epsilon):
    e = torch.tensor(epsilon, dtype=torch.float64)
    return lambda x: torch.stack([J[..., 0] * (1 + e[0] * x[..., 0]), J[..., 1] + e[1] * x[..., 1], J[..., 2] + e[2] * x[..., 2]], 2)


def resolution():
    energy = 1000 * J[..., 0] * torch.cosh(J[..., 1])
    s = torch.sqrt(torch.log1p(torch.hypot(0.5 / torch.sqrt(energy), torch.tensor(0.03)) ** 2))
    return lambda x: torch.stack([J[..., 0] * torch.exp(s * x[..., 0]), J[..., 1] + 0.01 * x[..., 1], J[..., 2] + 0.01 * x[..., 2]], 2)


def attack(place, what, epsilon=None):
    model = fb.PyTorchModel(Moved(place).eval(), bounds=(-1e4, 1e4))
    start = torch.zeros((n, 3 * M), dtype=torch.float64)
    found, _, flipped = what(model, start, torch.ones(n, dtype=torch.long), epsilons=epsilon)
    return found.detach(), flipped, model


epsilon = [0.05, 0.03, 0.04]
place = box(epsilon)
fgsm, _, _ = attack(place, fb.attacks.LinfFastGradientAttack(), 1.0)
steps, rel = 12, 0.3
walk = [torch.zeros_like(fgsm)]
for k in range(1, steps + 1):
    walk.append(attack(place, fb.attacks.LinfPGD(rel_stepsize=rel, steps=k, random_start=False), 1.0)[0])
along = torch.stack([logit(place(x.reshape(n, M, 3))) for x in walk])
best = along.argmin(0)
pgd = torch.stack([walk[b][i] for i, b in enumerate(best)])

place = resolution()
norms = {}
for name, what in dict(
    DeepFool=fb.attacks.L2DeepFoolAttack(steps=100, overshoot=0.002, loss='logits'),
    DDN=fb.attacks.DDNAttack(steps=2000, init_epsilon=1.0, gamma=0.01),
).items():
    x, flipped, _ = attack(place, what)
    norms[name] = [float(v) if f else None for v, f in zip(x.norm(dim=1), flipped)]

rounded = lambda values, digits=9: [float(f'%.{digits}g' % v) for v in np.asarray(values).ravel()]
json.dump(
    dict(
        versions=dict(foolbox=fb.__version__, torch=torch.__version__, numpy=np.__version__),
        weights={f'{name}/{part}': dict(shape=list(v.shape), data=rounded(v)) for name, pair in weights.items() for part, v in zip(('kernel', 'bias'), pair)},
        jets=rounded(J), constituents=M, logits=rounded(logit(J)),
        box=dict(epsilon=epsilon, steps=steps, step_size=rel, fgsm=rounded(fgsm, 6), pgd=rounded(pgd, 6), pgd_logits=rounded(along.min(0).values), best_step=best.tolist()),
        norms=norms,
    ),
    open(file, 'w'), indent=None, separators=(',', ':'),
)
