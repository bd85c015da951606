"""Records FGSM in PyTorch on the networks that Keras and EnergyFlow wrote (libs/compute/src/keras/peers), through their preprocessing.

    python keras_peers.py DATA PEERS FOLDER          DATA holds jets-2k.arrow, PEERS the .keras, .h5 and .json of make.py there

PyTorch 2.15.0, h5py 3.16.0, pyarrow 26.0.1. The networks are written here again as PyTorch modules with the weights of the files:
held first to the scores and slopes that TensorFlow recorded beside them, in single precision. Expected values are in double.
"""
import io, json, os, sys, zipfile
import h5py, numpy as np, torch
from torch.nn.functional import elu, gelu, leaky_relu, relu, silu
from reference import energyflow, load, record

data, peers, out = sys.argv[1:4]
torch.set_num_threads(1)
jets, label = load(data, 'jets-2k.arrow', 400)

def weights(file, names):
    """Of the datasets by name, in order; `path` of .keras is within model.weights.h5, of .h5 within model_weights."""
    path = os.path.join(peers, file)
    if file.endswith('.keras'): opened, root = h5py.File(io.BytesIO(zipfile.ZipFile(path).read('model.weights.h5'))), 'layers/'
    else: opened, root = h5py.File(path), 'model_weights/'
    return [torch.tensor(opened[root + name][()]) for name in names]

def pairs(layers, kernel, bias): return [f'{layer}/{each}' for layer in layers for each in (kernel, bias)]

def dense(x, kernel, bias): return x @ kernel + bias

class Network(torch.nn.Module):
    def __init__(self, values):
        super().__init__()
        self.w = torch.nn.ParameterList([torch.nn.Parameter(value, requires_grad=False) for value in values])

class Pfn(Network):
    """Batch normalisation with running statistics and epsilon 0.001, leaky ReLU of slope 0.3: the defaults of Keras 3."""
    def forward(self, x):
        w = self.w
        mask = (x != 0).any(-1, keepdim=True).to(x.dtype)
        s = (gelu(dense(relu(dense(x, *w[0:2])), *w[2:4])) * mask).sum(1)
        gamma, beta, mean, variance = w[6:10]
        f = leaky_relu((dense(s, *w[4:6]) - mean) / torch.sqrt(variance + 1e-3) * gamma + beta, 0.3)
        return dense(f, *w[10:12])

class Efn(Network):
    def forward(self, z, angles):
        w = self.w
        h = elu(dense(silu(dense(angles, *w[0:2])), *w[2:4]))
        return dense(torch.tanh(dense((z.unsqueeze(-1) * h).sum(1), *w[4:6])), *w[6:8]).squeeze(-1)

class EnergyFlowPfn(Network):
    def forward(self, x):
        w = self.w
        mask = (x != 0).any(-1, keepdim=True).to(x.dtype)
        s = (leaky_relu(dense(relu(dense(x, *w[0:2])), *w[2:4]), 0.3) * mask).sum(1)
        return dense(relu(dense(s, *w[4:6])), *w[6:8])

class EnergyFlowEfn(Network):
    def forward(self, z, angles):
        w = self.w
        h = relu(dense(relu(dense(angles, *w[0:2])), *w[2:4]))
        z = z * (z != 0).to(z.dtype)
        return dense(relu(dense((z.unsqueeze(-1) * h).sum(1), *w[4:6])), *w[6:8]).squeeze(-1)

of3 = lambda *layers: pairs(layers, 'vars/0', 'vars/1')
of2 = lambda *layers: pairs(layers, 'kernel', 'bias')
energyflow_names = pairs([f'{layer}/{layer}' for layer in ('tdist_0', 'tdist_1', 'dense_0', 'output')], 'kernel:0', 'bias:0')
networks = {
    'pfn': (Pfn, {
        'pfn.keras': of3('time_distributed/layer', 'time_distributed_1/layer', 'sequential/layers/dense')
            + [f'sequential/layers/batch_normalization/vars/{at}' for at in range(4)] + of3('dense'),
        'pfn.h5': of2('phi_0/phi_0/dense', 'phi_1/phi_1/dense_1', 'f/f/dense_2')
            + [f'f/f/batch_normalization/{each}' for each in ('gamma', 'beta', 'moving_mean', 'moving_variance')] + of2('scores/scores')}),
    'efn': (Efn, {
        'efn.keras': of3('dense', 'dense_1', 'dense_2', 'dense_3'),
        'efn.h5': of2('dense_3/dense_3', 'dense_4/dense_4', 'dense_5/dense_5', 'score/score')}),
    'energyflow-pfn': (EnergyFlowPfn, {'energyflow-pfn.h5': energyflow_names}),
    'energyflow-efn': (EnergyFlowEfn, {'energyflow-efn.h5': energyflow_names}),
}

def hold(name, model):
    """Scores and the slopes of their sum with weights from 1 to 2, as TensorFlow recorded them of this network."""
    with open(os.path.join(peers, name + '.json')) as file: recorded = json.load(file)
    tensor = lambda values, shape: torch.tensor(values, dtype=torch.float64).reshape(shape)
    inputs = [tensor(v['data'], v['shape']).requires_grad_() for v in recorded['inputs'].values()]
    found = model.double()(*inputs)
    scores = torch.sigmoid(found) if found.dim() == 1 else torch.softmax(found, 1)
    total = (scores.flatten() * torch.linspace(1, 2, scores.numel(), dtype=torch.float64)).sum()
    for ours, theirs in [(scores, recorded['scores']['data']), *zip(torch.autograd.grad(total, inputs), recorded['gradients'].values())]:
        theirs = np.asarray(theirs)
        off = np.abs(ours.detach().numpy().flatten() - theirs).max() / np.abs(theirs).max()
        assert off < 1e-5, (name, off)
        print(name, 'off TensorFlow by', off)

def pfn_inputs(slots):
    return lambda jets: (torch.stack(energyflow(jets), -1)[:, :slots],)

def efn_inputs(jets):
    z, y, phi = energyflow(jets)
    return z, torch.stack([y, phi], -1)

for name, (Kind, files) in networks.items():
    values = [weights(file, names) for file, names in files.items()]
    assert all(torch.equal(a, b) for other in values[1:] for a, b in zip(values[0], other)), name
    model = Kind(values[0])
    hold(name, model)
    # Of more constituents than pfn has slots the hardest; all of them make the sums of the preprocessing.
    inputs = efn_inputs if name.endswith('efn') else pfn_inputs(8 if name == 'pfn' else None)
    record(os.path.join(out, f'keras-{name}.json'), model, inputs, jets, label, 80)
