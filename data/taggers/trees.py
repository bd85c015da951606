"""Makes a small ensemble of trees, exports it as its users do, and records what XGBoost says of some of the bundled jets.

    python trees.py DATA FOLDER          DATA holds jets-100k.arrow and jets-2k.arrow

XGBoost 3.2.0, onnxmltools 1.16.0, onnx 1.23.2, pyarrow 26. The observables are written here as sums over pairs and triples in
double precision. Recorded are jets of which no observable lies within 2e-5 of a split, so that rounding cannot change its way.
"""
import json, os, sys, warnings
warnings.filterwarnings('ignore')
import numpy as np, onnx, pyarrow as pa
from onnxmltools import convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType
from xgboost import XGBClassifier

data, out = sys.argv[1:3]

def load(name, rows):
    table = pa.ipc.open_file(pa.memory_map(os.path.join(data, name))).read_all()
    rows = np.linspace(0, table.num_rows, rows, endpoint=False).astype(int)
    columns = [table[c].combine_chunks() for c in ('pt', 'eta', 'phi')]
    compact = str(columns[0].type.value_type) == 'halffloat'  # GeV, and mrad from the axis, as data/README.md says
    axes = [np.zeros(table.num_rows)] + [table[c].to_numpy() if compact else np.zeros(table.num_rows) for c in ('trunc_eta', 'trunc_phi')]
    jets = [np.stack([np.asarray(column[row].values, dtype=np.float32) / (1000.0 if compact else 1.0) + axes[at][row]
                      for at, column in enumerate(columns)], -1).astype(np.float64) for row in rows]
    return jets, np.asarray(table['label'].combine_chunks())[rows], rows

def observables(jet):
    """pT [GeV], mass [GeV], D2 with beta = 2 (arXiv:1409.6298) and the number of constituents."""
    pt, eta, phi = jet.T
    px, py = (pt * np.cos(phi)).sum(), (pt * np.sin(phi)).sum()
    total = np.hypot(px, py)
    d_eta = eta[:, None] - eta
    d_phi = np.angle(np.exp(1j * (phi[:, None] - phi)))
    mass = np.sqrt((pt[:, None] * pt * (np.cosh(d_eta) - np.cos(d_phi))).sum())
    z, r2 = pt / total, d_eta ** 2 + d_phi ** 2
    e2 = np.einsum('i,j,ij->', z, z, r2) / 2
    e3 = np.einsum('i,j,k,ij,jk,ik->', z, z, z, r2, r2, r2, optimize=True) / 6
    return [1000 * total, 1000 * mass, e3 / e2 ** 3, len(pt)]

jets, label, _ = load('jets-100k.arrow', 5000)
x = np.array([observables(jet) for jet in jets], dtype=np.float32)
model = XGBClassifier(n_estimators=40, max_depth=3, learning_rate=0.2, random_state=1, n_jobs=1).fit(x, label)
proto = convert_xgboost(model, initial_types=[('observables', FloatTensorType([None, 4]))], target_opset=15)
onnx.save(proto, os.path.join(out, 'trees.onnx'))

jets, label, rows = load('jets-2k.arrow', 400)
exact = np.array([observables(jet) for jet in jets])
said = lambda values: model.predict_proba(values.astype(np.float32))[:, 1]
scores = said(exact)
order = np.argsort(np.argsort(scores)) + 1
s, b = (label == 1).sum(), (label == 0).sum()
print('AUC', round((order[label == 1].sum() - s * (s + 1) / 2) / (s * b), 3), [n.op_type for n in proto.graph.node])
moved = [exact * (1 + 2e-5 * np.array(signs)) for signs in np.ndindex(2, 2, 2) for signs in [[2 * n - 1 for n in signs] + [0]]]
stable = np.all([said(values) == scores for values in moved], axis=0)
kept = np.flatnonzero(stable)[::4]
with open(os.path.join(out, 'trees.json'), 'w') as file:
    json.dump({'rows': rows[kept].tolist(), 'scores': [float('%.9g' % v) for v in scores[kept]]}, file)
    file.write('\n')
print(len(kept), 'jets of', stable.sum(), 'stable', scores[kept][:6])
