#!/usr/bin/env bash
# ONNX Runtime's builds for Linux keep a record of every session in the home folder, and every session takes longer for it.
#
# A good guess: telemetry is that of Windows (so docs/Privacy.md said for years); on Linux a session touches no file but its model, and
#   processes that make sessions at the same time have nothing in common.
# What happens: since 1.29 a SQLite database, ~/.cache/Microsoft/DeveloperTools/.onnxruntime/onnxruntime.db, is opened by every process
#   with the first session, and what is to be sent waits there: 300 sessions of one addition leave 1.4 MB, and each takes 1.2 to 1.3 ms in place
#   of 0.7 to 1.0. On a cluster it is one file on a shared file system for all jobs. ORT_DISABLE_TELEMETRY=1, set before the first
#   session, leaves nothing behind. (A test suite of 6,500 sessions spent a third of its processor time on it, 290,000 writes.)
# Versions: onnxruntime-node 1.30.0, Node 20.20.2, Linux x64. Date: 2026-12-01. Source: seen; microsoft/onnxruntime pull request 27379.
# Needs node and npm; makes its model itself. Fails when the behaviour changes. EXPECT= overrides what is expected.
set -euo pipefail
expected=${EXPECT:-'told nothing: a database of more than 100 kB; told not to: nothing'}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-save --ignore-scripts onnxruntime-node@1.30.0 onnx-proto@4.0.4 >/dev/null

cat >sessions.cjs <<'JS'
const ort = require('onnxruntime-node');
const { onnx } = require('onnx-proto');
const value = (name) => ({ name, type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 1 }] } } } });
const graph = { name: 'sum', node: [{ opType: 'Add', input: ['x', 'x'], output: ['y'] }], input: [value('x')], output: [value('y')] };
const model = onnx.ModelProto.encode({ irVersion: 9, opsetImport: [{ domain: '', version: 17 }], graph }).finish();
(async () => {
  const start = performance.now();
  for (let i = 0; i < 300; i++) await (await ort.InferenceSession.create(model, { logSeverityLevel: 3 })).release();
  console.error(`${((performance.now() - start) / 300).toFixed(2)} ms a session`);
})();
JS

left() { # what 300 sessions leave in an empty home folder; CI keeps it from recording anything
  mkdir "$1"
  env -u CI -u XDG_CACHE_HOME -u ORT_DISABLE_TELEMETRY HOME="$folder/$1" "${@:2}" node sessions.cjs
  size=$(find "$1" -name onnxruntime.db -size +100k | wc -l)
  files=$(find "$1" -type f | wc -l)
  if [ "$size" = 1 ]; then echo 'a database of more than 100 kB'; elif [ "$files" = 0 ]; then echo nothing; else find "$1" -type f; fi
}
found="told nothing: $(left home-1 env); told not to: $(left home-2 env ORT_DISABLE_TELEMETRY=1)"
echo "onnxruntime-node 1.30.0: $found"
[ "$found" = "$expected" ] || { echo "expected: $expected" >&2; exit 1; }
