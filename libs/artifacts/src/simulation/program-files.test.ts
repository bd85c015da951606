import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { namedFiles, outputOf, readProgramFiles } from './program-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'jetdemon-'));
afterAll(() => rmSync(folder, { recursive: true }));

const outputs = (names: object) =>
  writeFileSync(join(folder, 'program.json'), JSON.stringify({ command: ['make'], outputs: names, version: '1' }));

test('outputs are found by the names that the node gave them', () => {
  outputs({ events: 'e.hepmc3', log: 'l.txt' });
  expect(readProgramFiles(folder)).toEqual({
    events: join(folder, 'e.hepmc3'),
    log: join(folder, 'l.txt'),
  });
  expect(outputOf({ folder, node: 'generate' }, 'log')).toBe(join(folder, 'l.txt'));
  expect(() => outputOf({ folder, node: 'generate' }, 'event')).toThrow(
    'generate: output: expected one of events, log, found event, did you mean events?',
  );
  expect(() => outputOf({ folder, node: 'generate' })).toThrow('expected one of events, log, found no name');
});

test('the only output needs no name', () => {
  outputs({ events: 'e.hepmc3' });
  expect(outputOf({ folder, node: 'generate' })).toBe(join(folder, 'e.hepmc3'));
});

test('a folder of something else is refused', () => {
  writeFileSync(join(folder, 'program.json'), '{}');
  expect(() => readProgramFiles(folder)).toThrow(/program\.json: command: expected array, found undefined$/);
});

test('files by path and by node have names without folders of ours', () => {
  outputs({ events: 'e.hepmc3' });
  expect(namedFiles(['data/a.hepmc3'], [{ folder, node: 'generate@seed=1' }])).toEqual([
    { path: 'data/a.hepmc3', name: 'data/a.hepmc3' },
    { path: join(folder, 'e.hepmc3'), name: 'output of generate@seed=1' },
  ]);
  expect(() => namedFiles([], [])).toThrow('files: expected at least one, or a node at generated, found none');
});
