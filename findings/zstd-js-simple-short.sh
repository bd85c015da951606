#!/usr/bin/env bash
# @oneidentity/zstd-js: ZstdSimple.decompress gives fewer bytes than the frame holds, without an error.
#
# A good guess: what decompress returns is the content, or it throws; ZSTD_decompress says how many bytes it wrote.
# What happens: of a frame that pyarrow wrote from 4,000,000 bytes (float32, barely compressible) it returns 3,999,982, the
#   beginning of them; ZstdStream.decompress of the same package returns all of them. jsroot 7.11.2 brings this package for
#   ROOT files with zstd.
# Versions: @oneidentity/zstd-js 1.0.3, pyarrow 26.0.1, numpy 2.4.6, Node 20.20, Python 3.11. Date: 2026-11-29. Source: found
#   while comparing decoders of Zstandard for Parquet.
# Needs node with npm, python3 and pip; installs into a temporary folder. Fails when the behaviour changes. EXPECT= overrides
# what is expected.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --only-binary :all: pyarrow==26.0.1 numpy==2.4.6
cd "$folder"
npm init -y >/dev/null
npm install --silent --ignore-scripts @oneidentity/zstd-js@1.0.3
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import pyarrow as pa

content = np.random.default_rng(1).normal(size=1_000_000).astype('float32').tobytes()
open('content', 'wb').write(content)
open('frame.zst', 'wb').write(pa.Codec('zstd').compress(content, asbytes=True))
PYTHON
cat >read.mjs <<'NODE'
import { readFileSync } from 'node:fs';
import { ZstdInit } from '@oneidentity/zstd-js';
const { ZstdSimple, ZstdStream } = await ZstdInit();
const frame = new Uint8Array(readFileSync('frame.zst'));
const content = readFileSync('content');
const simple = ZstdSimple.decompress(frame);
const stream = ZstdStream.decompress(frame);
const same = (bytes) => Buffer.from(bytes).equals(content.subarray(0, bytes.length));
console.log(`content ${content.length}, simple ${simple.length} ${same(simple)}, stream ${stream.length} ${same(stream)}`);
NODE
said=$(node read.mjs)
echo "zstd-js $(node -p "require('@oneidentity/zstd-js/package.json').version"), node $(node --version)"
echo "$said"
expected=${EXPECT:-'content 4000000, simple 3999982 true, stream 4000000 true'}
if [ "$(tail -1 <<<"$said")" != "$expected" ]; then
  echo "changed: expected \"$expected\"" >&2
  exit 1
fi
echo 'as it was found'
