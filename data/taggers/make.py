"""Makes small taggers, exports them as their users do, and records what PyTorch says of some of the bundled jets.

    python make.py DATA FOLDER [pfn|efn|particlenet|transformer]...          DATA holds jets-100k.arrow and jets-2k.arrow

PyTorch 2.15.0, onnx 1.23.2, weaver-core 0.5.3, pyarrow 25. All but the transformer, whose weights are random, are trained on
the bundled jets. Expected values are in double precision: scores, slopes by (pT [TeV], eta, phi) of the constituents through
the preprocessing, and three iterations of FGSM. Training again on another machine gives other weights.
"""
import os, sys, warnings
warnings.filterwarnings('ignore')
import awkward as ak, numpy as np, torch
from torch import nn
import weaver.nn.model.ParticleTransformer as transformer
from weaver.nn.model.ParticleNet import ParticleNet
from weaver.nn.model.ParticleTransformer import ParticleTransformer
from weaver.utils.data.config import DataConfig
from weaver.utils.data.preprocess import _build_new_variables
from weaver.utils.dataset import _finalize_inputs
from reference import energyflow, kinematics, load, logit, record, weaver_inputs

data, out = sys.argv[1:3]
here = os.path.dirname(os.path.abspath(__file__))
torch.set_num_threads(1)
jets, label = load(data, 'jets-2k.arrow', 400)

class Pfn(nn.Module):
    def __init__(self):
        super().__init__()
        self.phi = nn.Sequential(nn.Linear(3, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU())
        self.f = nn.Sequential(nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 1))
    def forward(self, x):
        scaled = x * torch.tensor([10, 3, 3], dtype=x.dtype)
        return self.f((self.phi(scaled) * (x[..., :1] > 0).to(x.dtype)).sum(1) / 16).squeeze(-1)

class Efn(nn.Module):
    """F(sum of z times Phi(y, phi)), as in arXiv:1810.05165."""
    def __init__(self):
        super().__init__()
        self.phi = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 24), nn.ReLU())
        self.f = nn.Sequential(nn.Linear(24, 32), nn.ReLU(), nn.Linear(32, 2))
    def forward(self, z, angles):
        return self.f(torch.bmm(z.unsqueeze(1), self.phi(3 * angles)).squeeze(1))

class Sigmoid(nn.Module):
    def __init__(self, m): super().__init__(); self.m = m
    def forward(self, x): return torch.sigmoid(self.m(x))

class Softmax(nn.Module):
    def __init__(self, m): super().__init__(); self.m = m
    def forward(self, *x): return torch.softmax(self.m(*x), 1)

class OfParticleNet(nn.Module):
    """As weaver's network files wrap it: of the inputs it does not look at the vectors."""
    def __init__(self, m): super().__init__(); self.m = m
    def forward(self, points, features, vectors, mask): return self.m(points, features, mask)

class OfTransformer(nn.Module):
    """As weaver's network files wrap it: of the inputs it does not look at the points."""
    def __init__(self, m): super().__init__(); self.m = m
    def forward(self, points, features, vectors, mask): return self.m(features, v=vectors, mask=mask)

def train(model, inputs, every, epochs, size, rate):
    many, truth = (v[::every] for v in load(data, 'jets-100k.arrow', 20000))
    optimiser = torch.optim.Adam(model.parameters(), rate)
    fed = [v.float() for v in inputs(many)]
    for epoch in range(epochs):
        model.train(); total = 0.0
        for rows in torch.randperm(len(many)).split(size):
            z = logit(model, [v[rows] for v in fed])
            loss = nn.functional.binary_cross_entropy_with_logits(z, truth[rows].float())
            optimiser.zero_grad(); loss.backward(); optimiser.step(); total += loss.item() * len(rows)
        print(f'epoch {epoch + 1}: loss {total / len(many):.4f}', flush=True)
    return model.eval()

def export(model, example, path, names, output, axes, opset):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    dynamic = {**{n: axes for n in names}, output: {0: 'N'}}
    torch.onnx.export(model.eval(), tuple(v.float() for v in example), path, input_names=names, output_names=[output],
                      dynamo=False, opset_version=opset, dynamic_axes=dynamic)

def through_weaver(config, inputs, name):
    """preprocess.json as weaver writes it, once its own reading of the columns has given the inputs that are written here."""
    k = kinematics(jets)
    counts = k['mask'].sum(1).int().numpy()
    ragged = lambda v: ak.Array([row[:n] for row, n in zip(v.numpy(), counts)])
    table = ak.Array({'part_px': ragged(k['px']), 'part_py': ragged(k['py']), 'part_pz': ragged(k['pz']), 'part_energy': ragged(k['e']),
                      'part_deta': ragged(k['deta']), 'part_dphi': ragged(k['dphi']), 'jet_pt': k['jpt'][:, 0].numpy(),
                      'jet_energy': k['je'][:, 0].numpy(), 'label_QCD': label.numpy() == 0, 'label_W': label.numpy() == 1})
    table = _build_new_variables(table, config.test_var_funcs | {'_label_': config.var_funcs['_label_']})
    theirs = _finalize_inputs(table, config)
    mask = inputs(jets)[3].numpy()
    for each, ours in zip(config.input_names, inputs(jets)):
        found, expected = theirs['_' + each] * mask, ours.numpy() * mask
        assert np.allclose(found, expected, rtol=1e-5, atol=1e-5), (each, np.abs(found - expected).max())
    config.export_json(os.path.join(out, name, 'preprocess.json'))

def make_pfn():
    inputs = lambda jets: (torch.stack(energyflow(jets), -1),)
    torch.manual_seed(1)
    pfn = train(Pfn(), inputs, 1, 8, 100, 2e-3)
    record(os.path.join(out, 'pfn.json'), pfn, inputs, jets, label, 50)
    export(Sigmoid(pfn), inputs(jets[:3]), os.path.join(out, 'pfn.onnx'), ['particles'], 'score', {0: 'N'}, 17)

def make_efn():
    def inputs(jets):
        z, y, phi = energyflow(jets)
        return z, torch.stack([y, phi], -1)
    torch.manual_seed(3)
    efn = train(Efn(), inputs, 1, 8, 100, 2e-3)
    record(os.path.join(out, 'efn.json'), efn, inputs, jets, label, 80)
    export(Softmax(efn), inputs(jets[:3]), os.path.join(out, 'efn.onnx'), ['z', 'angles'], 'scores', {0: 'N'}, 17)

def randomised(model, seed=6):
    """Random weights, also where the initial ones are 0 or 1, and running statistics that are not."""
    g = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in list(model.named_parameters()) + [(n, b) for n, b in model.named_buffers() if b.dtype.is_floating_point]:
            if 'running_var' in name: p.copy_(0.5 + torch.rand(p.shape, generator=g))
            elif p.dim() < 2: p.copy_((1.0 if name.endswith('weight') else 0.0) + 0.1 * torch.randn(p.shape, generator=g))
            else: p.copy_(torch.randn(p.shape, generator=g) / max(1, p[0].numel()) ** 0.5)
    return model.eval()

def with_slopes():
    """weaver's pairs with a slope at a particle and itself, where sqrt(delta_r2) has none: 1e-30 is lost elsewhere."""
    plain = transformer.delta_r2
    transformer.delta_r2 = lambda *angles: plain(*angles) + 1e-30

def make_weaver(name, wrap, make, inputs, trained, every):
    config = DataConfig.load(os.path.join(here, name, 'data.yaml'))
    torch.manual_seed(2)
    model = wrap(make(False))
    model = train(model, inputs, *trained) if trained else randomised(model)
    exported = wrap(make(True))  # its softmax is its own
    exported.load_state_dict(model.state_dict())
    export(exported, inputs(jets[:3]), os.path.join(out, name, 'model.onnx'), list(config.input_names), 'softmax', {0: 'N', 2: 'n_pf'}, 15)
    through_weaver(config, inputs, name)
    with_slopes()
    record(os.path.join(out, name + '.json'), model, inputs, jets, label, every)

def make_particlenet():
    size = dict(input_dims=7, num_classes=2, conv_params=[(7, (16, 16, 16)), (7, (24, 24, 24))], fc_params=[(32, 0.1)],
                use_fusion=True, use_fts_bn=True, use_counts=True)
    # Never trimmed, which would change with the batch what stands in for missing neighbours.
    make = lambda export: ParticleNet(for_inference=export, trim=False, **size)
    make_weaver('particlenet', OfParticleNet, make, weaver_inputs, (4, 5, 100, 5e-3), 80)

def make_transformer():
    size = dict(input_dim=7, num_classes=2, embed_dims=[16, 24, 16], pair_embed_dims=[8, 8], num_heads=4, num_layers=2, num_cls_layers=1)
    make = lambda export: ParticleTransformer(for_inference=export, trim=False, pair_embed_sparse_eval=(False, False), **size)
    def inputs(jets):
        points, features, vectors, mask = weaver_inputs(jets, 32)
        # weaver's wrap: anything but vectors of zeros, whose azimuth is NaN in the exported network.
        return points, features, vectors + (1 - mask) * torch.tensor([1, 0, 0, 1], dtype=jets.dtype).reshape(1, 4, 1), mask
    make_weaver('transformer', OfTransformer, make, inputs, None, 50)

for name in sys.argv[3:] or ['pfn', 'efn', 'particlenet', 'transformer']: globals()['make_' + name]()
