// A result folder carries the SHA-256 of each of its files in a file `SHA256`, in the format of `sha256sum`.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export const LISTING = 'SHA256';

/** SHA-256 of a file, read in pieces. */
export function digestOfFile(file: string): string {
  const hash = createHash('sha256');
  const handle = fs.openSync(file, 'r');
  try {
    const piece = Buffer.allocUnsafe(1 << 20);
    for (let length = fs.readSync(handle, piece); length > 0; length = fs.readSync(handle, piece)) {
      hash.update(piece.subarray(0, length));
    }
  } finally {
    fs.closeSync(handle);
  }
  return hash.digest('hex');
}

/** The first entry below a folder that is neither file nor folder (a link, a pipe, a device), relative; undefined without. */
export function oddityIn(folder: string): string | undefined {
  const odd = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .find((entry) => !entry.isFile() && !entry.isDirectory());
  return odd && path.relative(folder, path.join(odd.parentPath, odd.name)).replaceAll('\\', '/');
}

/** Files of a folder, relative, with `/`, sorted; without the listing itself. */
export function filesOf(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((name) => name !== LISTING)
    .sort();
}

/** Text of the listing of these files. */
export function listingOf(folder: string, files: readonly string[]): string {
  return files.map((name) => `${digestOfFile(path.join(folder, name))}  ${name}\n`).join('');
}

/** File -> SHA-256; undefined where the text is no listing. */
export function parseListing(text: string): Map<string, string> | undefined {
  const found = new Map<string, string>();
  for (const line of text.split('\n').filter(Boolean)) {
    const [, digest, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (digest === undefined || name === undefined) return undefined;
    found.set(name, digest);
  }
  return found;
}

/** False also where a folder above it is none. */
const isFile = (file: string) => fs.existsSync(file) && fs.statSync(file).isFile();

/** The digest of the listing stands for the whole folder; undefined where there is none. */
export function digestOfFolder(folder: string): string | undefined {
  const listing = path.join(folder, LISTING);
  return isFile(listing) ? digestOfFile(listing) : undefined;
}

/** What is wrong with a result folder, in words; undefined if every file matches its checksum and none is extra. */
export function damageOf(folder: string): string | undefined {
  const listing = path.join(folder, LISTING);
  if (!isFile(listing)) return fs.existsSync(folder) ? `${LISTING} is missing` : 'it is missing';
  const expected = parseListing(fs.readFileSync(listing, 'utf8'));
  if (!expected) return `${LISTING} is not a list of checksums`;
  if (expected.size === 0) return `${LISTING} lists nothing`;
  for (const name of filesOf(folder)) if (!expected.has(name)) return `${name} does not belong there`;
  const odd = oddityIn(folder);
  if (odd !== undefined) return `${odd} is no file`;
  for (const [name, digest] of expected) {
    const file = path.join(folder, name);
    if (!isFile(file)) return `${name} is missing`;
    if (digestOfFile(file) !== digest) return `${name} does not match its checksum`;
  }
  return undefined;
}
