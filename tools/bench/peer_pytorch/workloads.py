"""The workloads by name: each makes a step without arguments, and says the operations of its dense layers per jet."""

from itertools import cycle
from math import pi

import torch
from networks import Adversary, Hl, ParticleNet, Perturbation, Pfn
from observables import mass_and_pt
from torch.nn.functional import binary_cross_entropy_with_logits, softplus


def rows_of(feeds, packed):
    real = sum((jets[:, :, 0] > 0).sum().item() for jets, _ in feeds)
    return real / sum(len(jets) for jets, _ in feeds) if packed else 64


def training(network):
    def make(feeds, packed, compile):
        device = feeds[0][0].device
        model = network(packed, rows_of(feeds, packed)).to(device)
        logits = compile(model)
        optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
        batches = cycle(feeds)

        def step():
            jets, label = next(batches)
            optimiser.zero_grad()
            loss = binary_cross_entropy_with_logits(logits(jets), label)
            loss.backward()
            optimiser.step()
            return loss

        return step, 3 * model.forward_flop - model.first_flop

    return make


def fgsm(network, iterations=10, epsilon=0.001):
    def make(feeds, packed, compile):
        device = feeds[0][0].device
        model = network(packed, rows_of(feeds, packed)).to(device).requires_grad_(False)
        perturb = Perturbation(epsilon, device)
        logits = compile(model)
        batches = cycle(feeds)

        def step():
            moved, _ = next(batches)
            for _ in range(iterations):
                moved = moved.detach().requires_grad_(True)
                (gradient,) = torch.autograd.grad(logits(moved).sum(), moved)
                with torch.no_grad():
                    moved = perturb(moved, -gradient.sign())
                    phi = moved[:, :, 2]
                    moved[:, :, 2] = phi + 2 * pi * ((phi < -pi).float() - (phi > pi).float())
            return None

        return step, iterations * 2 * model.forward_flop

    return make


def adversary(network, rho=0.02):
    """Eqs. (2) and (3) of arXiv:1910.08606, each averaged over its class; the sign of (2) that is meant."""

    def make(feeds, packed, compile):
        device = feeds[0][0].device
        model = network(packed, rows_of(feeds, packed)).to(device).requires_grad_(False)
        adversary = Adversary().to(device)
        moves, classify = compile(adversary), compile(model)
        perturb = Perturbation(rho, device)
        optimiser = torch.optim.Adam(adversary.parameters(), lr=1e-3)
        with torch.no_grad():
            batches = cycle([(jets, label, model(jets).sigmoid(), *mass_and_pt(jets)) for jets, label in feeds])

        def step():
            jets, label, score, mass, pt = next(batches)
            optimiser.zero_grad()
            moved = perturb(jets, moves(jets))
            logits = classify(moved)
            new_mass, new_pt = mass_and_pt(moved)
            changes = (score - logits.sigmoid()).square() + (mass - new_mass).square() + (pt - new_pt).square()
            background = 1 - label
            loss = (label * softplus(logits)).sum() / label.sum() + (background * changes).sum() / background.sum()
            loss.backward()
            optimiser.step()
            return loss

        return step, 3 * adversary.forward_flop - adversary.first_flop + 2 * model.forward_flop

    return make


WORKLOADS = {
    "pfn-train": training(Pfn),
    "hl-train": training(Hl),
    "pfn-fgsm": fgsm(Pfn),
    "hl-fgsm": fgsm(Hl),
    "particlenet-fgsm": fgsm(ParticleNet),
    "pfn-adversary": adversary(Pfn),
    "hl-adversary": adversary(Hl),
}
