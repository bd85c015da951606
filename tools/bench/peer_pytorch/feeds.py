"""The jets that both sides go through, as tools/bench/worker.ts writes them."""

import torch


def read_feeds(file, batch, device):
    """Batches of jets [batch, 64, 3] (pT in TeV, eta, phi) and labels [batch], on the device."""
    with open(file, "rb") as opened:
        values = torch.frombuffer(bytearray(opened.read()), dtype=torch.float32).to(device)
    count = values.numel() // (batch * (64 * 3 + 1))
    jets, labels = values.split([count * batch * 64 * 3, count * batch])
    return list(zip(jets.view(count, batch, 64, 3), labels.view(count, batch)))
