"""Trains small taggers on the bundled jets, exports them as their users do, and records what PyTorch says of some jets.

    python make.py DATA FOLDER [pfn|particlenet]          DATA holds jets-100k.arrow and jets-2k.arrow

PyTorch 2.15.0, onnx 1.23.2, weaver-core 0.5.3, pyarrow. Expected values are in double precision: scores, input gradients with
respect to (pT [TeV], eta, phi) of the constituents through the preprocessing, and three iterations of FGSM, written here
independently of the TypeScript. The files committed were made so; training again on another machine gives other weights.
"""
import json, os, sys, warnings
warnings.filterwarnings('ignore')
import numpy as np, pyarrow as pa, torch
from torch import nn
from weaver.nn.model.ParticleNet import ParticleNet

data, out = sys.argv[1:3]
wanted = sys.argv[3:] or ['pfn', 'particlenet']
os.makedirs(os.path.join(out, 'particlenet'), exist_ok=True)
torch.set_num_threads(1)
SLOTS = 64

def load(name, count):
    table = pa.ipc.open_file(pa.memory_map(os.path.join(data, name))).read_all()
    rows = np.linspace(0, table.num_rows, count, endpoint=False).astype(int)
    jets = np.zeros((count, SLOTS, 3))
    columns = [table[c].combine_chunks() for c in ('pt', 'eta', 'phi')]
    compact = str(columns[0].type.value_type) == 'halffloat'  # GeV, and mrad from the axis, as data/README.md says
    axes = [np.zeros(table.num_rows)] + [table[c].to_numpy() if compact else np.zeros(table.num_rows) for c in ('trunc_eta', 'trunc_phi')]
    for i, row in enumerate(rows):
        for at, column in enumerate(columns):
            values = np.asarray(column[row].values, dtype=np.float32)
            jets[i, :len(values), at] = values / (1000 if compact else 1) + axes[at][row]
    return torch.tensor(jets), torch.tensor(np.asarray(table['label'].combine_chunks())[rows].astype(np.int64))

def kinematics(jets):
    """jets [N, P, 3] (pT TeV, eta, phi) -> quantities [N, P] in GeV; padding is harmless and masked by the caller."""
    mask = (jets[..., 0] > 0).to(jets.dtype)
    pt = torch.where(mask > 0, jets[..., 0] * 1000, torch.ones_like(mask))
    eta, phi = jets[..., 1], jets[..., 2]
    px, py, pz, e = pt * phi.cos(), pt * phi.sin(), pt * eta.sinh(), pt * eta.cosh()
    jx, jy, jz, je = ((v * mask).sum(1, keepdim=True) for v in (px, py, pz, e))
    jpt = torch.hypot(jx, jy)
    jeta, jphi = torch.asinh(jz / jpt), torch.atan2(jy, jx)
    deta = (eta - jeta) * torch.where(jeta < 0, -1.0, 1.0).to(jets.dtype)
    dphi = torch.atan2((phi - jphi).sin(), (phi - jphi).cos())
    return dict(mask=mask, pt=pt, e=e, px=px, py=py, pz=pz, deta=deta, dphi=dphi, jpt=jpt, je=je, eta=eta, phi=phi)

def pfn_inputs(jets):
    """EnergyFlow's: the fraction of the scalar sum of pT, eta and phi about their means weighted with pT."""
    k = kinematics(jets)
    z = k['pt'] * k['mask'] / (k['pt'] * k['mask']).sum(1, keepdim=True)
    y = (k['eta'] - (z * k['eta']).sum(1, keepdim=True)) * k['mask']
    p = (k['dphi'] - (z * k['dphi']).sum(1, keepdim=True)) * k['mask']
    return (torch.stack([z, y, p], -1),)

VARIABLES = [('part_deta', None, 1), ('part_dphi', None, 1), ('part_pt_log', 1.7, 0.7), ('part_e_log', 2.0, 0.7),
             ('part_logptrel', -4.7, 0.7), ('part_logerel', -4.7, 0.7), ('part_deltaR', 0.2, 4.0)]

def particlenet_inputs(jets):
    k = kinematics(jets)
    squared = k['deta'] ** 2 + k['dphi'] ** 2
    raw = {'part_deta': k['deta'], 'part_dphi': k['dphi'], 'part_pt_log': k['pt'].log(), 'part_e_log': k['e'].log(),
           'part_logptrel': (k['pt'] / k['jpt']).log(), 'part_logerel': (k['e'] / k['je']).log(),
           'part_deltaR': torch.where(squared > 0, squared, 1).sqrt() * (squared > 0)}
    def scaled(name, center, scale):
        return raw[name] if center is None else ((raw[name] - center) * scale).clamp(-5, 5)
    features = torch.stack([scaled(*v) * k['mask'] for v in VARIABLES], 1)
    points = torch.stack([k['deta'] * k['mask'], k['dphi'] * k['mask']], 1)
    vectors = torch.stack([k[v] * k['mask'] for v in ('px', 'py', 'pz', 'e')], 1)
    return points, features, vectors, k['mask'].unsqueeze(1)

class Pfn(nn.Module):
    def __init__(self):
        super().__init__()
        self.phi = nn.Sequential(nn.Linear(3, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU())
        self.f = nn.Sequential(nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 1))
    def forward(self, x):
        scaled = x * torch.tensor([10, 3, 3], dtype=x.dtype)
        return self.f((self.phi(scaled) * (x[..., :1] > 0).to(x.dtype)).sum(1) / 16).squeeze(-1)

class Sigmoid(nn.Module):
    def __init__(self, m): super().__init__(); self.m = m
    def forward(self, x): return torch.sigmoid(self.m(x))

class Net(nn.Module):
    """As weaver's network files wrap it; the vectors are those of its exports, which ParticleNet does not look at."""
    def __init__(self, m): super().__init__(); self.m = m
    def forward(self, points, features, vectors, mask): return self.m(points, features, mask)

class WithVectors(nn.Module):
    """Keeps the input that the network does not look at in the exported graph."""
    def __init__(self, m): super().__init__(); self.m = m
    def forward(self, points, features, vectors, mask): return self.m(points, features, vectors, mask) + 0 * vectors.sum()

def logit(model, inputs):
    found = model(*inputs)
    return found if found.dim() == 1 else found[:, 1] - found[:, 0]

def train(model, inputs, jets, label, epochs, size, rate):
    torch.manual_seed(1)
    optimiser = torch.optim.Adam(model.parameters(), rate)
    fed = [v.float() for v in inputs(jets)]
    for epoch in range(epochs):
        model.train(); total = 0.0
        for rows in torch.randperm(len(jets)).split(size):
            z = logit(model, [v[rows] for v in fed])
            loss = nn.functional.binary_cross_entropy_with_logits(z, label[rows].float())
            optimiser.zero_grad(); loss.backward(); optimiser.step(); total += loss.item() * len(rows)
        print(f'epoch {epoch + 1}: loss {total / len(jets):.4f}', flush=True)
    return model.eval()

def auc(scores, label):
    order = torch.argsort(torch.argsort(scores)).double() + 1
    s, b = (label == 1), (label == 0)
    return ((order[s].sum() - s.sum() * (s.sum() + 1) / 2) / (s.sum() * b.sum())).item()

def gradient(model, inputs, jets):
    leaf = jets.clone().requires_grad_()
    z = logit(model, inputs(leaf))
    return torch.autograd.grad(z.sum(), leaf)[0]

def fgsm(model, inputs, jets, epsilon, iterations):
    """Eq. (1) of arXiv:1910.08606 towards background, gradient at the jet as moved so far; constituents by descending pT."""
    now = jets.clone()
    for _ in range(iterations):
        order = torch.argsort(now[..., 0], dim=1, descending=True, stable=True).unsqueeze(-1).expand_as(now)
        delta = torch.zeros_like(now).scatter(1, order, -gradient(model, inputs, now.gather(1, order)).sign())
        real = (now[..., :1] > 0).to(now.dtype)
        now = torch.cat([now[..., :1] * (1 + epsilon * delta[..., :1]), now[..., 1:] + epsilon * delta[..., 1:] * real], -1)
        now[..., 2] = torch.atan2(now[..., 2].sin(), now[..., 2].cos())
    return now

def record(name, model, inputs):
    model = model.double()
    jets, label = load('jets-2k.arrow', 400)
    scores = torch.sigmoid(torch.cat([logit(model, inputs(part)).detach() for part in jets.split(50)]))
    print(name, 'AUC of 400 bundled jets', round(auc(scores, label), 3))
    some = jets[::50]
    rounded = lambda t: [float('%.9g' % v) for v in t.detach().flatten().tolist()]
    json.dump({'rows': [5 * row for row in range(0, 400, 50)], 'scores': rounded(torch.sigmoid(logit(model, inputs(some)))),
               'gradients': rounded(gradient(model, inputs, some)), 'epsilon': 0.001, 'iterations': 3,
               'moved': rounded(fgsm(model, inputs, some, 0.001, 3))}, open(os.path.join(out, name + '.json'), 'w'))
    open(os.path.join(out, name + '.json'), 'a').write('\n')
    model.float()

jets, label = load('jets-100k.arrow', 20000)
def make_pfn():
    pfn = train(Pfn(), pfn_inputs, jets, label, 8, 100, 2e-3)
    record('pfn', pfn, pfn_inputs)
    example = [v[:3].float() for v in pfn_inputs(jets)]
    torch.onnx.export(Sigmoid(pfn).eval(), tuple(example), os.path.join(out, 'pfn.onnx'), input_names=['particles'],
                      output_names=['score'], dynamo=False, opset_version=17, dynamic_axes={'particles': {0: 'N'}})

def make_particlenet():
    size = dict(input_dims=7, num_classes=2, conv_params=[(7, (16, 16, 16)), (7, (24, 24, 24))], fc_params=[(32, 0.1)],
                use_fusion=True, use_fts_bn=True, use_counts=True)
    torch.manual_seed(2)
    net = train(Net(ParticleNet(for_inference=False, **size)), particlenet_inputs, jets[::4], label[::4], 5, 100, 5e-3)
    record('particlenet', net, particlenet_inputs)
    names = ['pf_points', 'pf_features', 'pf_vectors', 'pf_mask']
    example = [v[:3].float() for v in particlenet_inputs(jets)]
    # As weaver exports: a network made for inference, which neither trims padding nor leaves out the softmax.
    exported = Net(ParticleNet(for_inference=True, **size))
    exported.load_state_dict(net.state_dict())
    torch.onnx.export(WithVectors(exported).eval(), tuple(example), os.path.join(out, 'particlenet', 'model.onnx'), input_names=names,
                      output_names=['softmax'], dynamo=False, opset_version=15, dynamic_axes={**{n: {0: 'N'} for n in names}, 'softmax': {0: 'N'}})
    def group(variables):
        infos = {n: {'median': 0 if c is None else c, 'norm_factor': s, 'replace_inf_value': 0, 'lower_bound': -1e32 if c is None else -5,
                     'upper_bound': 1e32 if c is None else 5, 'pad': 0} for n, c, s in variables}
        return {'var_names': [v[0] for v in variables], 'var_infos': infos, 'var_length': SLOTS}
    plain = lambda *names: group([(n, None, 1) for n in names])
    with open(os.path.join(out, 'particlenet', 'preprocess.json'), 'w') as file:
        json.dump({'output_names': ['label_QCD', 'label_W'], 'input_names': names, 'pf_points': plain('part_deta', 'part_dphi'),
                   'pf_features': group(VARIABLES), 'pf_vectors': plain('part_px', 'part_py', 'part_pz', 'part_energy'),
                   'pf_mask': plain('part_mask')}, file, indent=1)
        file.write('\n')

for name in wanted: {'pfn': make_pfn, 'particlenet': make_particlenet}[name]()
