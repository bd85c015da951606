"""Writes small networks with random weights as ONNX, and beside each its scores and input gradients by PyTorch.

    python make.py FOLDER

PyTorch 2.15.0 (both exporters), onnx 1.23.2, onnxscript 0.7.2, weaver-core. weaver exports by TorchScript itself; its networks
branch on values, which the other exporter refuses.
"""
import json, os, sys, warnings
warnings.filterwarnings('ignore')
import numpy as np, torch, onnx
from torch import nn
out = sys.argv[1]

class Pfn(nn.Module):
    """Particle flow network: sum over particles of a per-particle network; padding has pT 0."""
    def __init__(self):
        super().__init__()
        self.phi = nn.Sequential(nn.Linear(3, 16), nn.ReLU(), nn.Linear(16, 12), nn.SiLU())
        self.f = nn.Sequential(nn.Linear(12, 16), nn.GELU(), nn.Linear(16, 2))
    def forward(self, x):
        mask = (x[..., :1] > 0).to(x.dtype)
        return torch.softmax(self.f((self.phi(x) * mask).sum(1)), -1)

def randomise(model, seed):
    """Random weights, also where the initial ones are 0 or 1, and running statistics that are not."""
    g = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in list(model.named_parameters()) + [(n, b) for n, b in model.named_buffers() if b.dtype.is_floating_point]:
            if 'running_var' in name: p.copy_(0.5 + torch.rand(p.shape, generator=g))
            elif p.dim() < 2: p.copy_((1.0 if name.endswith('weight') else 0.0) + 0.1 * torch.randn(p.shape, generator=g))
            else: p.copy_(torch.randn(p.shape, generator=g) / max(1, p[0].numel()) ** 0.5)
    return model.eval()

def record(name, model, inputs, dynamo, dynamic=True):
    names = list(inputs); args = tuple(inputs.values())
    path = os.path.join(out, name + '.onnx')
    if dynamo:
        shapes = tuple({0: torch.export.Dim('batch', min=2, max=4096)} for _ in args) if dynamic else None
        program = torch.onnx.export(model, args, input_names=names, output_names=['scores'], dynamo=True, dynamic_shapes=shapes, opset_version=18, verbose=False)
        proto = program.model_proto
        for node in proto.graph.node: node.ClearField('metadata_props'); node.ClearField('doc_string')
        for v in list(proto.graph.value_info): v.ClearField('metadata_props')
        for v in list(proto.graph.input)+list(proto.graph.output)+list(proto.graph.initializer): v.ClearField('metadata_props')
        onnx.save(proto, path)
    else:
        torch.onnx.export(model, args, path, input_names=names, output_names=['scores'], dynamo=False, opset_version=17, dynamic_axes={n: {0: 'batch'} for n in names} if dynamic else None)
    # Expected values in double precision, so that they are not one rounding among two.
    model64 = model.double()
    leaves = {n: (v.double().requires_grad_() if v.is_floating_point() else v) for n, v in inputs.items()}
    scores = model64(*leaves.values())
    weights = torch.linspace(1, 2, scores.numel(), dtype=torch.float64).reshape(scores.shape)
    floats = [n for n, v in leaves.items() if v.is_floating_point()]
    grads = torch.autograd.grad((scores * weights).sum(), [leaves[n] for n in floats], allow_unused=True)
    r = lambda t: [float('%.9g' % v) for v in t.detach().flatten().tolist()]
    rec = {'inputs': {n: {'shape': list(v.shape), 'dtype': 'bool' if v.dtype == torch.bool else 'float32', 'data': [float('%.9g' % x) for x in v.flatten().tolist()]} for n, v in inputs.items()},
      'scores': {'shape': list(scores.shape), 'data': r(scores)},
      'gradients': {n: r(g) for n, g in zip(floats, grads) if g is not None}}
    json.dump(rec, open(os.path.join(out, name + '.json'), 'w')); open(os.path.join(out, name + '.json'), 'a').write('\n')
    model.float()
    print(name, os.path.getsize(path), os.path.getsize(path[:-5] + '.json'), 'scores', scores.flatten()[:4].tolist())

def jets(batch, particles, channels, seed, last=False):
    g = torch.Generator().manual_seed(seed)
    x = torch.randn(batch, channels, particles, generator=g)
    mask = torch.ones(batch, 1, particles); 
    for jet in range(batch): mask[jet, :, particles - 2 * (jet % 3):] = 0
    return (x * mask), mask

torch.manual_seed(1)
x, mask = jets(3, 10, 3, 5)
x = torch.cat([x[:, :1].abs(), x[:, 1:]], 1).transpose(1, 2).contiguous()
for dynamo in (False, True):
    record('pfn-' + ('dynamo' if dynamo else 'torchscript'), randomise(Pfn(), 3), {'jets': x}, dynamo)

from weaver.nn.model.ParticleNet import ParticleNet
class Net(nn.Module):
    def __init__(self, m): super().__init__(); self.m = m
    def forward(self, points, features, mask): return torch.softmax(self.m(points, features, mask), 1)
pn = dict(input_dims=5, num_classes=2, conv_params=[(4, (8, 8, 8)), (4, (12, 12, 12))], fc_params=[(16, 0.1)], use_fusion=True, use_fts_bn=True, use_counts=True)
x, mask = jets(3, 12, 5, 7)
record('particlenet-torchscript', Net(randomise(ParticleNet(for_inference=False, **pn), 4)).eval(), {'points': x[:, :2].contiguous(), 'features': x, 'mask': mask}, False)

from weaver.nn.model.ParticleTransformer import ParticleTransformer
class Part(nn.Module):
    def __init__(self, m): super().__init__(); self.m = m
    def forward(self, features, vectors, mask): return self.m(features, v=vectors, mask=mask)
cfg = dict(input_dim=5, num_classes=2, pair_input_dim=4, embed_dims=[16, 24, 16], pair_embed_dims=[8, 8], num_heads=4, num_layers=2, num_cls_layers=1, fc_params=[], trim=False, use_amp=False, for_inference=True, remove_self_pair=True)
g = torch.Generator().manual_seed(11)
p3 = torch.randn(3, 3, 12, generator=g) * 30
# No two vectors are equal, neither padding nor a particle and itself: there weaver's sqrt(delta_r2) has the slope NaN.
v = torch.cat([p3, (p3.square().sum(1, keepdim=True) + 1).sqrt()], 1)
record('transformer-torchscript', Part(randomise(ParticleTransformer(**cfg), 6)).eval(), {'features': x, 'vectors': v, 'mask': mask}, False)
