#!/usr/bin/env bash
# A good guess: tf.tensorScatterUpdate(tensor, indices, updates) gives a new tensor and leaves `tensor` as it was, as every
# operation of TensorFlow.js does ("tensors are immutable") and as tf.tensor_scatter_nd_update does in Python.
# What happens: on the plain `cpu` backend the updates are written into the values of `tensor` itself, so that everything that is
# computed from it afterwards is wrong, without a word. The `wasm` backend leaves it alone.
# Versions: @tensorflow/tfjs-core, tfjs-backend-cpu and tfjs-backend-wasm 4.22.0, Node 20.20, seen on 2026-11-28.
# Source: the kernel TensorScatterUpdate of tfjs-backend-cpu makes its output buffer of the very array of the input.
# Met where ONNX's ScatterND was written in TensorFlow.js; it is composed of other operations there.
set -euo pipefail
expected=${EXPECTED:-"cpu: input [1,20,3,40] output [1,20,3,40]; wasm: input [1,2,3,4] output [1,20,3,40]"}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund \
  @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0

cat >update.mjs <<'JS'
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';

async function update(backend) {
  await tf.setBackend(backend);
  const tensor = tf.tensor1d([1, 2, 3, 4]);
  const indices = tf.tensor2d([[1], [3]], [2, 1], 'int32');
  const output = tf.tensorScatterUpdate(tensor, indices, tf.tensor1d([20, 40]));
  const text = (values) => `[${[...values.dataSync()]}]`;
  return `${backend}: input ${text(tensor)} output ${text(output)}`;
}
console.log([await update('cpu'), await update('wasm')].join('; '));
JS
seen=$(node update.mjs 2>/dev/null | grep '^cpu:')
echo "TensorFlow.js $(node -p "require('@tensorflow/tfjs-core/package.json').version"), Node $(node --version)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "expected: $expected"; exit 1; }
echo 'as it was found'
