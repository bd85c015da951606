#!/usr/bin/env bash
# ScatterND of ONNX Runtime with reduction="add" loses rows where two threads have one for the same place.
#
# A good guess: ONNX allows equal indices where there is a reduction, it is how exporters write index_add and scatter_add, so that
#   the sum of rows is that of all rows, but for rounding, whatever the number of threads. CUDA and WebGPU use atomic operations.
# What happens: on the cpu provider the rows are shared among the threads of a session, which add without a lock. Of 40,000 rows of
#   ones, whose sums are exact, added up in 10 places, nearly every run with two threads has sums that are too small, by 6% to 80% seen, with no
#   word. One thread is right, and so is ScatterElements with the same indices on every column, which runs on one thread.
# Versions: onnxruntime-node 1.30.0, Node 20.20.2, Linux x64, AMD EPYC with two virtual cores. Date: 2026-12-01.
# Source: the operator's text in ONNX 18 (duplicates without a reduction are undefined, with one they are added); the same was
#   reported of repeated runs that differ in microsoft/onnxruntime issue 18048, which is closed.
# Needs node and npm, two cores; installs into a temporary folder. Fails when the behaviour changes. EXPECT= overrides what is expected.
set -euo pipefail
expected=${EXPECT:-'ScatterND, one thread: right; two: wrong; ScatterElements, two: right'}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund onnxruntime-node@1.30.0

cat >rows.mjs <<'JS'
import { InferenceSession, Tensor } from 'onnxruntime-node';

const [rows, places, columns] = [40_000, 10, 16];
const varint = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...varint(n >>> 7)]);
const bytes = (field, content) => [...varint((field << 3) | 2), ...varint(content.length), ...content];
const number = (field, n) => [...varint(field << 3), ...varint(n)];
const text = (field, words) => bytes(field, [...Buffer.from(words)]);
const named = (name, type, shape) => {
  const extents = shape.flatMap((extent) => bytes(1, number(1, extent)));
  return [...text(1, name), ...bytes(2, bytes(1, [...number(1, type), ...bytes(2, extents)]))];
};
const [float, int64] = [1, 7];

/** data, indices and updates to what the operator makes of them, as protobuf. */
function model(operator, indices) {
  const add = bytes(5, [...text(1, 'reduction'), ...text(4, 'add'), ...number(20, 3)]);
  const node = [...['data', 'indices', 'updates'].flatMap((name) => text(1, name)), ...text(2, 'sums'), ...text(4, operator), ...add];
  const inputs = [
    named('data', float, [places, columns]),
    named('indices', int64, indices),
    named('updates', float, [rows, columns]),
  ];
  const graph = [
    ...[...bytes(1, node), ...text(2, 'sums of rows'), ...inputs.flatMap((input) => bytes(11, input))],
    ...bytes(12, named('sums', float, [places, columns])),
  ];
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, 18))]);
}

async function runsWrong(operator, indices, intraOpNumThreads) {
  const session = await InferenceSession.create(model(operator, indices), { intraOpNumThreads, logSeverityLevel: 3 });
  const each = indices.reduce((product, extent) => product * extent) / rows;
  const feeds = {
    data: new Tensor('float32', new Float32Array(places * columns), [places, columns]),
    indices: new Tensor('int64', BigInt64Array.from({ length: rows * each }, (_, at) => BigInt(Math.floor(at / each) % places)), indices),
    updates: new Tensor('float32', new Float32Array(rows * columns).fill(1), [rows, columns]),
  };
  let [wrong, least] = [0, Infinity];
  for (let run = 0; run < 50; run++) {
    const { data } = (await session.run(feeds)).sums;
    if (data.some((sum) => sum !== rows / places)) wrong++;
    least = Math.min(least, ...data);
  }
  await session.release();
  console.error(`${operator}, ${intraOpNumThreads} thread(s): ${wrong} of 50 runs wrong, least sum ${least} of ${rows / places}`);
  return wrong > 0 ? 'wrong' : 'right';
}
const one = await runsWrong('ScatterND', [rows, 1], 1);
const two = await runsWrong('ScatterND', [rows, 1], 2);
const elements = await runsWrong('ScatterElements', [rows, columns], 2);
console.log(`ScatterND, one thread: ${one}; two: ${two}; ScatterElements, two: ${elements}`);
JS
seen=$(node rows.mjs)
echo "onnxruntime-node $(node -p "require('onnxruntime-node/package.json').version"), Node $(node --version)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "changed: expected \"$expected\"" >&2; exit 1; }
echo 'as it was found'
