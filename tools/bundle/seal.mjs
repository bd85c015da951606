// Emitted code with a last line by which it is known to be whole, and to be that of its name.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export const sealed = (code, digest) => code + sealOf(digest, Buffer.from(code));

/** See bundle.d.mts. */
export function isWhole(file) {
  let text;
  try {
    text = fs.readFileSync(file);
  } catch {
    return false;
  }
  const seal = text.subarray(-SEAL_LENGTH).toString('latin1');
  const code = text.subarray(0, Math.max(0, text.length - SEAL_LENGTH));
  if (seal !== sealOf(path.parse(file).name, code)) return false;
  return [...packsOf(code.toString('latin1'))].every((pack) => isWhole(path.join(path.dirname(file), pack)));
}

/** Emitted code and all that it imports from beside it. */
export function withPacks(file) {
  const code = fs.existsSync(file) ? fs.readFileSync(file, 'latin1') : '';
  return [file, ...[...packsOf(code)].flatMap((pack) => withPacks(path.join(path.dirname(file), pack)))];
}

/** Names of the packs that code imports, each once. */
const packsOf = (code) => new Set([...code.matchAll(/["']\.\/([0-9a-f]{64}\.[cm]js)["']/g)].map(([, name]) => name));

const sealOf = (digest, code) => `//# jetdemon ${digest} ${sha256(code)}\n`;
const SEAL_LENGTH = '//# jetdemon  \n'.length + 2 * 64;

export function writeWhole(file, text) {
  const part = `${file}.${process.pid}`;
  fs.writeFileSync(part, text);
  if (fs.lstatSync(file, { throwIfNoEntry: false })?.isDirectory()) fs.rmSync(file, { recursive: true });
  fs.renameSync(part, file);
}

/** Makes a folder, in the place of whatever a damaged disk left there or above it. */
export function makeFolder(root, folder) {
  const parts = path.relative(root, folder).split(path.sep);
  for (const at of parts.map((_, depth) => path.join(root, ...parts.slice(0, depth + 1))))
    if (!fs.statSync(at, { throwIfNoEntry: false })?.isDirectory()) fs.rmSync(at, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
}

export const sha256 = (text) => createHash('sha256').update(text).digest('hex');
