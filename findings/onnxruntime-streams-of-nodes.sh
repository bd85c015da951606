#!/usr/bin/env bash
# Two streams of nodes on ONNX Runtime's cpu: they do run at once, but the caller takes a core to wait for them, and to make
# the session writes to the standard output.
#
# A good guess: with executionMode 'parallel', two independent chains in two streams (session.node_partition_config_file) and
#   nobody spinning (inter_op.allow_spinning = 0), a run takes the processor time of its operators; the caller sleeps meanwhile.
#   A library says nothing on the standard output.
# What happens: the thread that calls run spins until the streams are done, beside the two that work: a run takes twice the
#   processor time of one after the other and, on two cores, no less time (52 ms against 47). While the session is made,
#   a line as "x reused by y as input" for every value that aliases another comes on the standard output, whatever logSeverityLevel
#   says: a program whose output is read by another breaks. (Nodes without a stream of their own all run on one thread, though
#   executionMode is 'parallel'.)
# Versions: onnxruntime-node 1.30.0, Node 20.20.2, Linux x64, AMD EPYC with two virtual cores. Date: 2026-11-30.
# Source: seen; the option is in onnxruntime_session_options_config_keys.h.
# Needs node and npm, two cores; installs into a temporary folder. Fails when the behaviour changes. EXPECT= overrides what is expected.
set -euo pipefail
expected=${EXPECT:-'lines on the standard output: 0 in sequence, 2 with streams; processor time with streams: over 1.3 times that in sequence'}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund onnxruntime-node@1.30.0

cat >streams.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';

// Two chains of six products of 512 × 512, each with a Flatten in front that changes nothing, as protobuf.
const varint = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...varint(n >>> 7)]);
const bytes = (field, content) => [...varint((field << 3) | 2), ...varint(content.length), ...content];
const number = (field, n) => [...varint(field << 3), ...varint(n)];
const text = (field, words) => bytes(field, [...Buffer.from(words)]);
const shape = [1, 2].flatMap(() => bytes(1, number(1, 512)));
const named = (name) => [...text(1, name), ...bytes(2, bytes(1, [...number(1, 1), ...bytes(2, shape)]))];
const streams = [[], []];
const node = (stream, type, inputs, output) => {
  streams[stream].push(`make ${output}`);
  return bytes(1, [...inputs.flatMap((name) => text(1, name)), ...text(2, output), ...text(3, `make ${output}`), ...text(4, type)]);
};
const chain = (stream, input, last) => [
  ...node(stream, 'Flatten', [input], `${last}0`),
  ...[1, 2, 3, 4, 5, 6].flatMap((at) => node(stream, 'MatMul', [`${last}${at - 1}`, 'w'], at < 6 ? `${last}${at}` : last)),
];
const graph = [
  ...chain(0, 'a', 'c'), ...chain(1, 'b', 'd'), ...text(2, 'chains'),
  ...['a', 'b', 'w'].flatMap((name) => bytes(11, named(name))), ...['c', 'd'].flatMap((name) => bytes(12, named(name))),
]; // prettier-ignore
const model = Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, 13))]);
writeFileSync('streams.json', JSON.stringify({ type: 'DeviceBasedPartitioner', devices: ['0', '0'], streams }));

const [how] = process.argv.slice(2);
const session = { node_partition_config_file: 'streams.json', inter_op: { allow_spinning: '0' } };
const parallel = { executionMode: 'parallel', interOpNumThreads: 3, extra: { session } };
const made = await InferenceSession.create(model, {
  intraOpNumThreads: 1,
  logSeverityLevel: 4,
  ...(how === 'streams' && parallel),
});
const matrix = () => new Tensor('float32', new Float32Array(512 * 512), [512, 512]);
const inputs = { a: matrix(), b: matrix(), w: matrix() };
for (let run = 0; run < 5; run++) await made.run(inputs);
const [begin, before] = [performance.now(), process.cpuUsage()];
for (let run = 0; run < 40; run++) await made.run(inputs);
const { user, system } = process.cpuUsage(before);
const cpu = (user + system) / 40_000;
console.error(`${how}: ${cpu.toFixed(1)} ms of processor time and ${((performance.now() - begin) / 40).toFixed(1)} ms a run`);
writeFileSync(`${how}.txt`, String(cpu));
JS
lines() { node streams.mjs "$1" | tee "$1.out" | wc -l | tr -d ' '; }
seen="lines on the standard output: $(lines sequence) in sequence, $(lines streams) with streams; processor time with streams: $(
  node -p "const of = (how) => Number(require('fs').readFileSync(how + '.txt')); of('streams') > 1.3 * of('sequence') ? 'over' : 'under'"
) 1.3 times that in sequence"
echo "onnxruntime-node $(node -p "require('onnxruntime-node/package.json').version"), Node $(node --version)"
cat streams.out
echo "$seen"
[ "$seen" = "$expected" ] || { echo "changed: expected \"$expected\"" >&2; exit 1; }
echo 'as it was found'
