#!/usr/bin/env bash
# Sessions of ONNX Runtime that are run in turn, in one process, slow each other down, where the one that runs has all the cores.
#
# A good guess: threads that spin after a run are there to make the next run quick, so that on a machine with nothing else to do
#   the default is the fastest; a session that is not running costs memory alone.
# What happens: every session has a pool of threads of its own, and its threads go on looking for work after its run for 2^20
#   rounds, some ten milliseconds and more by the processor. Four copies of one session with two threads each, run in turn on two
#   cores, need three to four times the processor time of one session for the same runs (and 3 to 4 times the time: 59 runs a
#   second against 243). With session.intra_op.spin_duration_us = 100 they need as much as one. Who keeps a session
#   per shape of its inputs, and meets the shapes in turn, sees two threads become slower than one.
# Versions: onnxruntime-node 1.30.0, Node 20.20.2, Linux x64, AMD EPYC with two virtual cores. Date: 2026-11-30.
# Source: EigenNonBlockingThreadPool.h, whose count of rounds became an option (microsoft/onnxruntime pull requests 27916, 28096).
# Needs node and npm, two cores; installs into a temporary folder. Fails when the behaviour changes. EXPECT= overrides what is expected.
set -euo pipefail
expected=${EXPECT:-'four by default: over 1.8 times one; with 100 us: under 1.5 times one'}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund onnxruntime-node@1.30.0

cat >turns.mjs <<'JS'
import { InferenceSession, Tensor } from 'onnxruntime-node';

// A model of six products, a·a·…·a of 512 × 512, as protobuf.
const varint = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...varint(n >>> 7)]);
const bytes = (field, content) => [...varint((field << 3) | 2), ...varint(content.length), ...content];
const number = (field, n) => [...varint(field << 3), ...varint(n)];
const text = (field, words) => bytes(field, [...Buffer.from(words)]);
const shape = [1, 2].flatMap(() => bytes(1, number(1, 512)));
const named = (name) => [...text(1, name), ...bytes(2, bytes(1, [...number(1, 1), ...bytes(2, shape)]))];
const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const product = (name, at) => bytes(1, [...text(1, names[at]), ...text(1, 'a'), ...text(2, name), ...text(4, 'MatMul')]);
const graph = [...names.slice(1).flatMap(product), ...text(2, 'powers'), ...bytes(11, named('a')), ...bytes(12, named('g'))];
const model = Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, 13))]);

const a = new Tensor('float32', new Float32Array(512 * 512), [512, 512]);
/** Processor time of a run [ms], runs a second. */
async function measure(count, intra_op) {
  const options = { intraOpNumThreads: 2, extra: { session: { intra_op } }, logSeverityLevel: 3 };
  const sessions = [];
  for (let made = 0; made < count; made++) sessions.push(await InferenceSession.create(model, options));
  for (const session of sessions) await session.run({ a });
  const [begin, before] = [performance.now(), process.cpuUsage()];
  const runs = 160;
  for (let run = 0; run < runs; run++) await sessions[run % count].run({ a });
  const { user, system } = process.cpuUsage(before);
  for (const session of sessions) await session.release();
  return { cpu: (user + system) / 1000 / runs, rate: (1000 * runs) / (performance.now() - begin) };
}
const spin = { spin_duration_us: '100' };
const found = { one: await measure(1, {}), four: await measure(4, {}), short: await measure(4, spin) };
for (const [name, { cpu, rate }] of Object.entries(found))
  console.error(`${name}: ${cpu.toFixed(1)} ms of processor time a run, ${rate.toFixed(0)} runs/s`);
const ratio = (name) => found[name].cpu / found.one.cpu;
console.log(
  `four by default: ${ratio('four') > 1.8 ? 'over' : 'under'} 1.8 times one; with 100 us: ${ratio('short') < 1.5 ? 'under' : 'over'} 1.5 times one`,
);
JS
seen=$(node turns.mjs)
echo "onnxruntime-node $(node -p "require('onnxruntime-node/package.json').version"), Node $(node --version)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "changed: expected \"$expected\"" >&2; exit 1; }
echo 'as it was found'
