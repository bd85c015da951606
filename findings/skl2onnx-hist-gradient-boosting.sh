#!/usr/bin/env bash
# skl2onnx cannot convert HistGradientBoostingClassifier: "Expected an int, got a boolean".
#
# A good guess: HistGradientBoostingClassifier, which skl2onnx lists among the models that it supports, becomes an ONNX-ML
#   TreeEnsembleClassifier, as GradientBoostingClassifier does.
# What happens: the converter gives nodes_missing_value_tracks_true as a list with truth values of Python among numbers, and
#   the helper of onnx refuses to make an attribute of integers of it: ValueError "Unable to create node …", caused by TypeError.
#   GradientBoostingClassifier of the same data is converted.
# Versions: skl2onnx 1.20.0, onnx 1.23.2, protobuf 7.36.2, scikit-learn 1.9.1, numpy 2.4.6, Python 3.11. Date: 2026-11-29.
#   Source: found while making the trees that this project's reader of ONNX-ML is tested with.
# Needs python3 and pip; installs into a temporary folder. Fails when the behaviour changes. EXPECT= overrides what is expected.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --only-binary :all: \
  skl2onnx==1.20.0 onnx==1.23.2 protobuf==7.36.2 scikit-learn==1.9.1 numpy==2.4.6 packaging
cat >"$folder/convert.py" <<'PYTHON'
import numpy as np
import onnx
import skl2onnx
import sklearn
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier

x = np.random.default_rng(1).standard_normal((200, 3)).astype('float32')
y = (x[:, 0] > 0).astype(int)

def convert(model):
    try:
        skl2onnx.to_onnx(model.fit(x, y), x[:1])
        return 'converted'
    except ValueError as error:
        return f'{type(error.__cause__).__name__}: {error.__cause__}'

print('versions', skl2onnx.__version__, onnx.__version__, sklearn.__version__)
print('gradient boosting', convert(GradientBoostingClassifier(n_estimators=3)))
print('histograms', convert(HistGradientBoostingClassifier(max_iter=3)))
PYTHON
said=$("$folder/venv/bin/python" "$folder/convert.py" 2>/dev/null)
echo "$said"
expected=${EXPECT:-'histograms TypeError: Field onnx.AttributeProto.ints: Expected an int, got a boolean.'}
if [ "$(tail -1 <<<"$said")" != "$expected" ]; then
  echo "changed: expected \"$expected\"" >&2
  exit 1
fi
echo 'as it was found'
