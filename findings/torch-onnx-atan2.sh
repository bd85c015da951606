#!/usr/bin/env bash
# PyTorch's ONNX exporters: atan2 of a vector along the negative axis comes out as -pi, and of the zero vector, by the older
# exporter, as NaN.
#
# A good guess: the exported graph gives what torch.atan2 gives, pi for (0, -1) and 0 for (0, 0), as IEEE 754 and C's atan2 do.
# What happens: ONNX has no Atan2, so that both exporters write Atan(y / x) with a correction of pi by signs. They compare y with
#   Greater(y, 0), so that y = 0 goes to the negative side: -pi in place of pi. With dynamo=False 0 / 0 stays NaN; with
#   dynamo=True it is replaced by 0. A network that takes the azimuth of four-momenta padded with zeros, as exported Particle
#   Transformers do, then answers NaN for every jet with padding.
# Versions: torch 2.15.0, onnx 1.23.2 (its reference evaluator), onnxscript 0.7.2, numpy 2.4.6, Python 3.11. Date: 2026-11-29.
#   Source: found while comparing an exported Particle Transformer with PyTorch.
# Needs python3 and pip, and some GB for torch; installs into a temporary folder. Fails when the behaviour changes. EXPECT=
# overrides what is expected.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --only-binary :all: torch==2.15.0 onnx==1.23.2 onnxscript==0.7.2 numpy==2.4.6
cat >"$folder/azimuth.py" <<'PYTHON'
import math
import sys
import warnings

import onnx
import torch
from onnx.reference import ReferenceEvaluator

warnings.simplefilter('ignore')
folder = sys.argv[1]


class Azimuth(torch.nn.Module):
    def forward(self, py, px):
        return torch.atan2(py, px)


def words(values):
    return ' '.join('nan' if math.isnan(v) else f'{v:.4f}' for v in values.tolist())


py, px = torch.tensor([0.0, 1.0, 0.0]), torch.tensor([0.0, 0.0, -1.0])
said = [f'torch {words(Azimuth()(py, px))}']
for name, dynamo in {'script': False, 'dynamo': True}.items():
    path = f'{folder}/{name}.onnx'
    torch.onnx.export(Azimuth(), (py, px), path, input_names=['py', 'px'], output_names=['phi'], dynamo=dynamo)
    [phi] = ReferenceEvaluator(onnx.load(path)).run(None, {'py': py.numpy(), 'px': px.numpy()})
    said.append(f'{name} {words(phi)}')
print('versions', torch.__version__, onnx.__version__)
print(', '.join(said))
PYTHON
said=$("$folder/venv/bin/python" "$folder/azimuth.py" "$folder" 2>/dev/null)
echo "$said"
expected=${EXPECT:-'torch 0.0000 1.5708 3.1416, script nan 1.5708 -3.1416, dynamo 0.0000 1.5708 -3.1416'}
if [ "$(tail -1 <<<"$said")" != "$expected" ]; then
  echo "changed: expected \"$expected\"" >&2
  exit 1
fi
echo 'as it was found'
