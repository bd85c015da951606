#!/usr/bin/env bash
# Keras: MultiHeadAttention takes the mask off the tensors that it is given, so that what is computed of them next counts padding.
#
# A good guess: calling a layer leaves the tensors that it is called with as they were; a mask that Masking has put on them stays.
# What happens: after MultiHeadAttention(h, h) the same pooling of the same tensor h gives another mean, that of the steps with
#   those that are masked: [1, 1.5] in place of [2, 3]. Its call ends its own use of the masks with set_keras_mask(…, None) on
#   query, value and key themselves (keras/src/layers/attention/multi_head_attention.py, lines 628 to 631). Seen in eager mode;
#   in functional models, whose tensors are made anew at each layer, it did not show.
# Versions: Keras 3.15.1, tensorflow-cpu 2.21.0, numpy 2.4.6, Python 3.11. Date: 2026-11-29. Source: found while comparing the
#   masks of Keras with those of this project's reader of Keras models.
# Needs python3 and pip; installs into a temporary folder. Fails when the behaviour changes. EXPECT= overrides what is expected.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --only-binary :all: keras==3.15.1 tensorflow-cpu==2.21.0 numpy==2.4.6
cat >"$folder/mask.py" <<'PYTHON'
import keras
import numpy as np
from keras import layers

x = np.array([[[1, 2], [3, 4], [0, 0], [0, 0]]], dtype='float32')
h = layers.Masking(0.0)(x)
pool = layers.GlobalAveragePooling1D()
before = pool(h).numpy().tolist()
layers.MultiHeadAttention(1, 2)(h, h)
after = pool(h).numpy().tolist()
print('version', keras.__version__)
print('before', before, 'after', after)
PYTHON
said=$(KERAS_BACKEND=tensorflow TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" "$folder/mask.py" 2>/dev/null)
echo "$said"
expected=${EXPECT:-'before [[2.0, 3.0]] after [[1.0, 1.5]]'}
if [ "$(tail -1 <<<"$said")" != "$expected" ]; then
  echo "changed: expected \"$expected\"" >&2
  exit 1
fi
echo 'as it was found'
