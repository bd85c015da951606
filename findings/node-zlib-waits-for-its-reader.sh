#!/usr/bin/env bash
# A gunzip stream of Node's zlib beside a thread that reads: what has been written is inflated in another thread, but only as far
# as the stream's present piece of output has room.
#
# A good guess: write() hands a slice of compressed bytes to libuv's threads. While the thread that reads works on what came
#   before, for longer than a slice takes to inflate, the slice is inflated; after that work its callback comes at once, so that
#   inflating costs no time as long as slices hold less than a piece (chunkSize) each.
# What happens: a job writes into what is left of the stream's piece. Once that is full, the next job is begun by the thread that
#   reads, which is busy, and which then waits for the rest of the slice: of slices of 600 kB it waits for 74% of the time that inflating
#   takes with pieces of 256 KiB, for 26 to 28% with pieces of 1 MiB, for 6% with a stream for each slice. (In a thread of its own the stream
#   waits for nobody: a reader of events went from 775 to 990 events/s.)
# Versions: Node 20.20.2, Linux x64, two cores. Date: 2026-12-01. Source: seen; lib/zlib.js, processCallback.
# Needs node, two cores; makes its input itself. Fails when the behaviour changes. EXPECT= overrides what is expected.
set -euo pipefail
expected=${EXPECT:-'waited for: pieces of 256 KiB over 40%, of 1 MiB over 20%, one stream a slice under 15%'}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >wait.mjs <<'JS'
import { createGunzip, gunzipSync, gzipSync } from 'node:zlib';

// Text of numbers, a member of gzip for each slice, so that each slice holds the same 600 kB and could be a stream of its own.
const slices = Array.from({ length: 60 }, (_, slice) =>
  gzipSync(Array.from({ length: 60_000 }, (_, at) => `${(at * 7919 + slice) % 999_983} 1\n`).join('').slice(0, 600_000)),
);
const timed = (work) => {
  const start = performance.now();
  work();
  return performance.now() - start;
};
const inflating = slices.map((slice) => Math.min(...[1, 2, 3].map(() => timed(() => gunzipSync(slice)))));
const all = inflating.reduce((sum, one) => sum + one);
const busy = (milliseconds) => {
  for (const end = performance.now() + milliseconds; performance.now() < end; );
};

/** Milliseconds that the thread which works beside each slice, three times as long as that takes, then waits for it. */
async function waited(streamOf) {
  let sum = 0;
  for (const [at, slice] of slices.entries()) {
    const stream = streamOf();
    const written = new Promise((resolve) => stream.write(slice, resolve));
    busy(3 * inflating[at]);
    const start = performance.now();
    await written;
    sum += performance.now() - start;
  }
  return (100 * sum) / all;
}

const made = (chunkSize) => createGunzip({ chunkSize }).on('data', () => {});
const one = (chunkSize) => {
  const stream = made(chunkSize);
  return () => stream;
};
const shares = [];
for (const streamOf of [one(2 ** 18), one(2 ** 20), () => made(2 ** 20)]) shares.push(await waited(streamOf));
console.error(shares.map((share) => `${share.toFixed(0)}%`).join(', '));
const said = (share, bound) => `${share > bound ? 'over' : 'under'} ${bound}%`;
console.log(
  `waited for: pieces of 256 KiB ${said(shares[0], 40)}, of 1 MiB ${said(shares[1], 20)}, one stream a slice ${said(shares[2], 15)}`,
);
JS

echo "node $(node --version)"
seen=$(node wait.mjs)
echo "$seen"
if [ "$seen" != "$expected" ]; then
  echo "expected: $expected"
  exit 1
fi
