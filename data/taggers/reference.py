"""What PyTorch says of jets through a preprocessing written here, independently of the TypeScript: scores, slopes and FGSM."""
import json, os
import numpy as np, torch

SLOTS = 64

def load(folder, name, count):
    import pyarrow as pa
    table = pa.ipc.open_file(pa.memory_map(os.path.join(folder, name))).read_all()
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

def energyflow(jets):
    """z: the fraction of the scalar sum of pT; eta and phi about their means weighted with pT."""
    k = kinematics(jets)
    z = k['pt'] * k['mask'] / (k['pt'] * k['mask']).sum(1, keepdim=True)
    y = (k['eta'] - (z * k['eta']).sum(1, keepdim=True)) * k['mask']
    p = (k['dphi'] - (z * k['dphi']).sum(1, keepdim=True)) * k['mask']
    return z, y, p

def weaver_inputs(jets, slots=SLOTS):
    """points, features, vectors and mask of particlenet/data.yaml and transformer/data.yaml, [N, F, slots]."""
    k = kinematics(jets)
    squared = k['deta'] ** 2 + k['dphi'] ** 2
    scaled = lambda raw, center, scale: ((raw - center) * scale).clamp(-5, 5)
    features = [k['deta'], k['dphi'], scaled(k['pt'].log(), 1.7, 0.7), scaled(k['e'].log(), 2, 0.7),
                scaled((k['pt'] / k['jpt']).log(), -4.7, 0.7), scaled((k['e'] / k['je']).log(), -4.7, 0.7),
                scaled(torch.where(squared > 0, squared, 1).sqrt() * (squared > 0), 0.2, 4)]
    stack = lambda values: torch.stack([v * k['mask'] for v in values], 1)[..., :slots]
    return stack(features[:2]), stack(features), stack([k[v] for v in ('px', 'py', 'pz', 'e')]), stack([k['mask']])

def logit(model, inputs):
    found = model(*inputs)
    return found if found.dim() == 1 else found[:, 1] - found[:, 0]

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

def auc(scores, label):
    order = torch.argsort(torch.argsort(scores)).double() + 1
    s, b = (label == 1), (label == 0)
    return ((order[s].sum() - s.sum() * (s.sum() + 1) / 2) / (s.sum() * b.sum())).item()

def record(path, model, inputs, jets, label, every):
    """Scores, slopes and FGSM of every `every`th of these of the 2,000 jets, in double precision; prints what float32 makes of it."""
    model = model.double()
    scores = torch.sigmoid(torch.cat([logit(model, inputs(part)).detach() for part in jets.split(50)]))
    some = jets[::every]
    found = {'scores': torch.sigmoid(logit(model, inputs(some))), 'gradients': gradient(model, inputs, some)}
    rounded = lambda t: [float('%.9g' % v) for v in t.detach().flatten().tolist()]
    out = {'rows': [2000 // len(jets) * row for row in range(0, len(jets), every)], **{k: rounded(v) for k, v in found.items()},
           'epsilon': 0.001, 'iterations': 3, 'moved': rounded(fgsm(model, inputs, some, 0.001, 3))}
    with open(path, 'w') as file:
        json.dump(out, file)
        file.write('\n')
    model.float()
    single = {'scores': torch.sigmoid(logit(model, inputs(some.float()))), 'gradients': gradient(model, inputs, some.float())}
    off = lambda a, b: ((a - b).abs().max() / b.abs().max()).item()
    print(path, 'AUC', round(auc(scores, label), 3), 'finite', all(torch.isfinite(v).all().item() for v in found.values()),
          'in single precision: scores off by', (single['scores'] - found['scores']).abs().max().item(),
          'slopes by', [off(single['gradients'][..., a], found['gradients'][..., a]) for a in range(3)], flush=True)
