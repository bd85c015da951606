// The DAG and the submit descriptions of `paper`, read by HTCondor's own Python package, where JETDEMON_PEERS is a Python that
// has it.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const python = process.env['JETDEMON_PEERS'];
const there = python !== undefined && spawnSync(python, ['-c', 'import htcondor2']).status === 0;
const why = python === undefined ? 'JETDEMON_PEERS names no Python' : 'that Python has no htcondor';
const root = path.resolve(import.meta.dirname, '../..');

/** Reads one DAG and descriptions; prints JSON, or HTCondor's own words. */
const READER = `
import htcondor2, json, sys
htcondor2.Submit.from_dag(sys.argv[1], {'force': True})
read = []
for file in sys.argv[2:]:
    submit = htcondor2.Submit(open(file).read())
    read.append({key.lower(): submit[key] for key in submit.keys()})
print(json.dumps(read))
`;

describe.skipIf(!there)(`HTCondor's own parser${there ? '' : ` (skipped: ${why})`}`, () => {
  let folder: string;
  let bin: string;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'htcondor-'));
    bin = path.join(folder, 'bin');
    fs.mkdirSync(bin);
    // looked for, not run
    fs.writeFileSync(path.join(bin, 'condor_dagman'), '#!/bin/sh\n', { mode: 0o755 });
    execFileSync(process.execPath, ['tools/bin/jetdemon.mjs', 'run', 'paper', '--engine', 'htcondor'], {
      cwd: root,
      env: { ...process.env, JETDEMON_STORE: path.join(folder, 'store') },
    });
  }, 300_000);
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  const read = (dag: string, descriptions: readonly string[]) =>
    spawnSync(python!, ['-c', READER, dag, ...descriptions], {
      env: { ...process.env, PATH: `${bin}:${process.env['PATH']}` },
      encoding: 'utf8',
    });

  test('takes the DAG of paper, and a time to run in every description', () => {
    const written = path.join(root, 'out', 'paper', '.htcondor');
    const descriptions = fs.readdirSync(written).filter((name) => name.endsWith('.sub'));
    const { status, stdout, stderr } = read(
      path.join(written, 'paper.dag'),
      descriptions.map((name) => path.join(written, name)),
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const all = JSON.parse(stdout) as Record<string, string>[];
    expect(all).toHaveLength(descriptions.length);
    for (const one of all) {
      expect(one).toMatchObject({ 'my.maxruntime': '7200', allowed_job_duration: '7200', request_memory: '4096 MB' });
      expect(one['executable']).toBe(path.join(written, 'job.sh'));
    }
    const dag = fs.readFileSync(path.join(written, 'paper.dag'), 'utf8');
    expect(dag.match(/^JOB /gm)!.length).toBeGreaterThan(100);
  });

  test('refuses what is no DAG, and what is no description', () => {
    const [dag, sub, good] = ['bad.dag', 'bad.sub', 'good.dag'].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ];
    fs.writeFileSync(dag, 'JOB a a.sub\nPARNT a CHILD b\n');
    fs.writeFileSync(good, 'JOB a a.sub\n');
    fs.writeFileSync(sub, 'executable /bin/true\n');
    expect(read(dag, []).stderr).toContain("'PARNT' is not a valid DAG command");
    expect(read(good, []).status).toBe(0);
    expect(read(good, [sub]).status).not.toBe(0);
  });
});
