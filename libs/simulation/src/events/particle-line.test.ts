import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ParticleLine } from './particle-line.ts';

const usual =
  'P 12 -7 -211 -1.5000000000000000e+00 2.5000000000000000e-01 0.0000000000000000e+00 3.0000000000000000e+01 1.3957000000000000e-01 1\n';
/** What `line`, one of several, is read as, and where the next one begins. */
function read(line: string): { parsed: ParticleLine; next: number } {
  const parsed = new ParticleLine();
  return { parsed, next: parsed.read(Buffer.from(line + usual.repeat(3), 'latin1'), 1) };
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

test.each(['dijet', 'zgamma'])('every particle of %s is what its line says', (name) => {
  const text = gunzipSync(readFileSync(here(`../../../../data/events/${name}-10.hepmc3.gz`))).toString('latin1');
  const lines = text.match(/^P .*\n/gm)!;
  expect(lines.length).toBeGreaterThan(10_000);
  for (const line of lines) {
    const { parsed, next } = read(line);
    const [, number, origin, pdgId, px] = line.split(' ');
    const status = line.slice(line.lastIndexOf(' '));
    const { momentum, ...integers } = parsed;
    expect(next).toBe(line.length);
    expect(integers).toEqual({
      number: Number(number),
      origin: Number(origin),
      pdgId: Number(pdgId),
      status: Number(status),
    });
    expect(line.slice(momentum).startsWith(` ${px} `)).toBe(true);
  }
});

test.each([
  ['two blanks', usual.replace(' -211', '  -211')],
  ['a tab', usual.replace(' -211', '\t-211')],
  ['a plus', usual.replace('-211', '+211')],
  ['no digit', usual.replace('-211', '-')],
  ['ten digits', usual.replace('-211', '1000010020')],
  ['an integer that goes on', usual.replace('-211', '211.0')],
  ['few digits', usual.replace('3.0000000000000000e+01', '30')],
  ['a decimal too few', usual.replace(' 3.0000000000000000e+01', '')],
  ['a decimal too many', usual.replace(' 3.0', ' 3.0000000000000000e+01 3.0')],
  ['a carriage return', usual.replace('\n', '\r\n')],
  ['a further field', usual.replace('\n', ' 1\n')],
  ['no status', usual.replace(' 1\n', '\n')],
])('a line with %s is left to others', (_, line) => {
  expect(line).not.toBe(usual);
  expect(read(line).next).toBe(-1);
});

test('so is one near the end of the bytes', () => {
  expect(new ParticleLine().read(Buffer.from(usual), 1)).toBe(-1);
});
