"""The networks of libs/models and libs/attacks: HL, PFN and the adversary; logits are [batch]."""

import pathlib
import sys

import torch

from observables import centred, d2, mass, moments


def stack(*sizes):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers)


def flop(*sizes):
    """Of x·w through these layers, two per multiply-add."""
    return sum(2 * inputs * outputs for inputs, outputs in zip(sizes, sizes[1:]))


class Pfn(torch.nn.Module):
    PHI, F = (3, 256, 256, 64), (64, 256, 256, 256, 1)

    def __init__(self, packed, rows):
        super().__init__()
        self.phi = stack(*self.PHI)
        self.f = torch.nn.Sequential(stack(*self.F[:-1]), torch.nn.Linear(256, 1))
        self.packed = packed
        self.forward_flop = rows * flop(*self.PHI) + flop(*self.F)
        self.first_flop = rows * flop(*self.PHI[:2])

    def forward(self, jets):
        features, mask = centred(jets)
        if self.packed:
            jet, slot = mask.nonzero(as_tuple=True)
            rows = self.phi(features[jet, slot])
            total = torch.zeros(len(jets), 64, device=jets.device).index_add(0, jet, rows)
        else:
            total = (self.phi(features) * mask[:, :, None]).sum(1)
        return self.f(total / 32)[:, 0]


class ParticleNet(torch.nn.Module):
    """weaver's own network in the size of data/taggers/particlenet, through the preprocessing of data/taggers/reference.py."""

    def __init__(self, *_):
        super().__init__()
        try:
            from weaver.nn.model.ParticleNet import ParticleNet as Network
        except ImportError:
            sys.exit("weaver-core is not installed for " + sys.executable)
        sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "data" / "taggers"))
        from reference import weaver_inputs

        blocks = [(7, (16, 16, 16)), (7, (24, 24, 24))]
        self.network = Network(input_dims=7, num_classes=2, conv_params=blocks, fc_params=[(32, 0.1)]).eval()
        self.inputs = weaver_inputs
        edges = flop(2 * 7, 16, 16, 16) + flop(2 * 16, 24, 24, 24)
        self.forward_flop = 64 * (7 * edges + flop(7, 16) + flop(16, 24) + flop(16 + 24, 128)) + flop(128, 32, 2)

    def forward(self, jets):
        points, features, _, mask = self.inputs(jets)
        found = self.network(points, features, mask)
        return found[:, 1] - found[:, 0]


class Hl(torch.nn.Module):
    SIZES = (4, 384, 384, 384, 1)

    def __init__(self, *_):
        super().__init__()
        self.layers = torch.nn.Sequential(stack(*self.SIZES[:-1]), torch.nn.Linear(384, 1))
        self.forward_flop = flop(*self.SIZES)
        self.first_flop = flop(*self.SIZES[:2])

    def forward(self, jets):
        jet_pt, jet_eta, total, share, x, y = moments(jets)
        scaled = [
            (jet_pt - 0.4) * 10,
            jet_eta,
            (mass(total, share, x, y) - 0.09) * 30,
            (torch.log1p(d2(jet_pt, total, share, x, y)) - 1.4) * 1.5,
        ]
        return self.layers(torch.stack(scaled, 1))[:, 0]


class Adversary(torch.nn.Module):
    SIZES = (192, 300, 300, 300, 300, 192)

    def __init__(self):
        super().__init__()
        last = torch.nn.Linear(300, 192)
        with torch.no_grad():
            last.weight *= 0.01
        self.layers = torch.nn.Sequential(stack(*self.SIZES[:-1]), last, torch.nn.Tanh())
        self.forward_flop = flop(*self.SIZES)
        self.first_flop = flop(*self.SIZES[:2])

    def forward(self, jets):
        return self.layers(centred(jets)[0].flatten(1)).view_as(jets)


class Perturbation:
    """J (1 + rho_pT d) + rho_Omega d of jets J and directions d; padding stays zero."""

    def __init__(self, size, device):
        # Made once: on a GPU a constant costs a transfer.
        self.relative, self.absolute = (torch.tensor(axes, device=device) * size for axes in ((1, 0, 0), (0, 1, 1)))

    def __call__(self, jets, direction):
        real = (jets[:, :, :1] > 0).float()
        return jets * (1 + direction * self.relative) + real * (direction * self.absolute)
