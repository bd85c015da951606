"""The parameter-free layers with the formulas of libs/models/src/observables."""

import math

import torch


def constituents(jets):
    pt, eta, phi = jets.unbind(2)
    return pt, eta, phi, (pt > 0).float()


def axis(pt, eta, phi):
    """pT, eta, phi of the vector sum, each [batch]."""
    px, py, pz = ((pt * factor).sum(1) for factor in (phi.cos(), phi.sin(), eta.sinh()))
    total = torch.sqrt(px * px + py * py)
    return total, torch.asinh(pz / total), torch.atan2(py, px)


def relative(eta, phi, mask, axis_eta, axis_phi):
    difference = phi - axis_phi[:, None]
    turns = (difference > math.pi).float() - (difference < -math.pi).float()
    return (eta - axis_eta[:, None]) * mask, (difference - 2 * math.pi * turns) * mask


def centred(jets):
    """Network inputs [batch, 64, 3], scaled, and the mask [batch, 64]."""
    pt, eta, phi, mask = constituents(jets)
    _, axis_eta, axis_phi = axis(pt, eta, phi)
    eta, phi = relative(eta, phi, mask, axis_eta, axis_phi)
    return torch.stack([pt * 50, eta * 2.5, phi * 2.5], 2), mask


def moments(jets):
    """pT and eta of the jet, shares of pT, offsets from the centroid."""
    pt, eta, phi, mask = constituents(jets)
    jet_pt, jet_eta, jet_phi = axis(pt, eta, phi)
    total = pt.sum(1)
    share = pt / total[:, None]
    x, y = relative(eta, phi, mask, jet_eta, jet_phi)
    x, y = ((u - (share * u).sum(1, keepdim=True)) * mask for u in (x, y))
    return jet_pt, jet_eta, total, share, x, y


def mass(total, share, x, y):
    a, b = ((share * u.square()).sum(1) for u in (torch.sinh(x / 2), torch.sin(y / 2)))
    along, across = ((share * u).sum(1).square() for u in (torch.sinh(x), torch.sin(y)))
    return total * torch.sqrt(2 * (a + b) * (2 + 2 * (a - b)) - along - across)


def d2(jet_pt, total, share, x, y):
    def mean(u):
        return (share * u).sum(1, keepdim=True)

    width = torch.sqrt(mean(x * x + y * y))
    u, v = x / width, y / width
    re, im, r2 = (u - v) * (u + v), 2 * u * v, u * u + v * v
    beta_re, beta_im = mean(r2 * u), mean(r2 * v)
    rest_re = re - mean(re) - (beta_re * u - beta_im * v)
    rest_im = im - mean(im) - (beta_re * v + beta_im * u)
    return mean(rest_re.square() + rest_im.square())[:, 0] / (total / jet_pt) ** 3


def mass_and_pt(jets):
    jet_pt, _, total, share, x, y = moments(jets)
    return mass(total, share, x, y), jet_pt
