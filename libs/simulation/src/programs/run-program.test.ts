// Programs here are small scripts that Node runs: the one program that is sure to be installed.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError, type Input } from '@jetdemon/workflow';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import task from '../tasks/program.ts';
import { hepMc2Text } from '../testing/hepmc2-text.ts';
import { hepMc3Text } from '../testing/hepmc3-text.ts';
import { runProgram } from './run-program.ts';

let root: string;
const said: string[] = [];
const recorded: Record<string, unknown> = {};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'jetdemon-'));
  said.length = 0;
});
afterEach(() => rmSync(root, { recursive: true, maxRetries: 5 }));

const node = process.execPath;

/** Runs a program node in a folder of its own and gives the files of its result. */
async function run(params: object, from: readonly Input[] = []): Promise<Record<string, string>> {
  const output = join(root, 'result');
  const scratch = join(root, 'scratch');
  for (const folder of [output, scratch]) mkdirSync(folder);
  await runProgram({
    params: task.params.parse(params),
    inputs: { from },
    output,
    scratch,
    progress: (line) => said.push(line),
    record: (name, value) => (recorded[name] = value),
  }).finally(() => expect(readdirSync(scratch).filter((file) => file !== 'log.txt')).toEqual([]));
  return Object.fromEntries(readdirSync(output).map((file) => [file, readFileSync(join(output, file), 'utf8')]));
}

function script(text: string): string {
  const file = join(root, 'script.mjs');
  writeFileSync(file, text);
  return file;
}

const write = (text: string) =>
  script(`import fs from 'node:fs'; const [out, ...words] = process.argv.slice(2); ${text}`);

const command = [node, '{input:script}', '{output:events}', '{seed}', 'a word; $HOME'];
const outputs = { events: 'events.hepmc3' };

test('a program writes what was declared; words arrive as they are, no shell between', async () => {
  const inputs = { script: write('console.log("half way"); fs.writeFileSync(out, words.join("|"));') };
  const files = await run({ command, inputs, outputs, seed: 7 });
  expect(files['events.hepmc3']).toBe('7|a word; $HOME');
  expect(files['log.txt']).toBe('half way\n');
  expect(JSON.parse(files['program.json']!)).toEqual({ command, version: null, outputs });
  expect(said).toContain('half way');
});

test('cards are filled in, standard input and environment are given, folders of outputs made', async () => {
  const card = join(root, 'run.card');
  writeFileSync(card, 'set iseed {seed}\noutput {output:events} # {other}\n');
  const text = `fs.writeFileSync(out, fs.readFileSync(0, 'utf8') + process.env.TUNE);`;
  const files = await run({
    command: [node, '{input:script}', '{output:events}'],
    inputs: { script: write(text), card },
    fill: ['card'],
    stdin: 'card',
    outputs: { events: 'run/events.lhe' },
    environment: { TUNE: 'Monash' },
    seed: 3,
  });
  expect(files['events.lhe']).toBe(`set iseed 3\noutput ${join('run', 'events.lhe')} # {other}\nMonash`);
  expect(readFileSync(card, 'utf8')).toContain('{seed}');
});

test('what an earlier program wrote is an input by its node', async () => {
  const folder = join(root, 'earlier');
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'program.json'),
    JSON.stringify({ command: ['x'], version: null, outputs: { lhe: 'events.lhe' } }),
  );
  writeFileSync(join(folder, 'events.lhe'), 'hard process');
  const earlier = { node: 'hard@seed=1', base: 'hard', axes: {}, params: {}, folder };
  const inputs = { script: write('fs.copyFileSync(words[0], out);') };
  const words = [node, '{input:script}', '{output:events}'];
  const files = await run({ command: [...words, '{from:hard.lhe}'], inputs, outputs }, [earlier]);
  expect(files['events.hepmc3']).toBe('hard process');
  rmSync(join(root, 'result'), { recursive: true });
  rmSync(join(root, 'scratch'), { recursive: true });
  await expect(run({ command: [...words, '{from:hard.lhf}'], inputs, outputs }, [earlier])).rejects.toThrow(
    '{from:hard.lhf}: no such output of an earlier program, did you mean hard.lhe?',
  );
});

describe('versions', () => {
  const inputs = () => ({ script: write('fs.writeFileSync(out, "1");') });

  test('the declared one is looked for in what the program reports', async () => {
    const version = { command: [node, '-p', '"generator 8.312 (2024)"'], is: '8.312' };
    const files = await run({ command, inputs: inputs(), outputs, version });
    expect(JSON.parse(files['program.json']!)).toMatchObject({ version: 'generator 8.312 (2024)' });
    expect(recorded['program version']).toBe('generator 8.312 (2024)');
  });

  test.each(['8.31', '312', '8', 'v8.312', '8.3'])('%s is another one than 8.312', async (is) => {
    const version = { command: [node, '-p', '"generator 8.312 (2024)"'], is };
    await expect(run({ command, inputs: inputs(), outputs, version })).rejects.toThrow(
      `expected version ${is} of ${node} (as version.is declares), found "generator 8.312 (2024)"`,
    );
    expect(existsSync(join(root, 'result', 'events.hepmc3'))).toBe(false);
  });

  test('an installed program without a declared version is refused when the workflow is checked', () => {
    const parsed = task.params.safeParse({ command: ['DelphesHepMC3', '{output:towers}'], outputs });
    expect(parsed.error?.issues[0]).toMatchObject({ path: ['version'], code: 'custom' });
  });
});

test('a version is told from a program that decorates what it says, and named by what it is of', async () => {
  const inputs = { script: write('fs.writeFileSync(out, "1");') };
  const said = JSON.stringify('welcome\n\u001b[1;31m* VERSION 3.5.7\u001b[0m 2024 *\nbye');
  const version = (is: string) => ({ of: 'MadGraph', command: [node, '-e', `console.log(${said})`], is });
  const files = await run({ command, inputs, outputs, version: version('3.5.7') });
  expect(JSON.parse(files['program.json']!)).toMatchObject({ version: '* VERSION 3.5.7 2024 *' });
  for (const name of ['result', 'scratch']) rmSync(join(root, name), { recursive: true });
  const other = run({ command, inputs, outputs, version: version('3.5.4'), needs: 'MadGraph 3' });
  await expect(other).rejects.toThrow(
    'expected version 3.5.4 of MadGraph (as version.is declares), found "* VERSION 3.5.7 2024 *": change what is installed or what is declared (needed: MadGraph 3)',
  );
});

test('the number of events is filled in and, in files of events, counted', async () => {
  const hepMc = hepMc3Text({ numbers: [1, 2, 3] });
  const inputs = { script: write(`fs.writeFileSync(out, ${JSON.stringify(hepMc)}); console.log(words.join(' '));`) };
  const words = { command: [node, '{input:script}', '{output:events}', '{events}'], inputs, outputs };
  expect((await run({ ...words, events: 3 }))['log.txt']).toBe('3\n');
  for (const name of ['result', 'scratch']) rmSync(join(root, name), { recursive: true });
  await expect(run({ ...words, events: 4 })).rejects.toThrow(
    'events.hepmc3 (output events): expected 4 events, as many as asked, found 3',
  );
});

test('seed 0, the clock of generators, is refused where a seed is filled in', () => {
  const parsed = task.params.safeParse({ command: [node, '{input:script}', '{seed}'], outputs, seed: 0 });
  expect(parsed.error?.issues[0]).toMatchObject({ path: ['seed'] });
  expect(task.params.safeParse({ command: [node, '{input:script}'], outputs, seed: 0 }).success).toBe(true);
});

test('the log of a program that failed stays, with the first line that is alarming beside the last ones', async () => {
  const lines = ['starting', 'no errors yet', '\u001b[31mERROR: no PDF set\u001b[0m', ...'abcdefg'.split('')];
  const inputs = { script: write(`console.log(${JSON.stringify(lines.join('\n'))}); process.exit(2);`) };
  const failing = run({ command, inputs, outputs });
  await expect(failing).rejects.toThrow(
    /ended with exit code 2; first it said\n {2}ERROR: no PDF set\nits last lines:\n {2}c\n(.*\n)* {2}g\nall of it: .*log\.txt$/,
  );
  expect(readFileSync(join(root, 'scratch', 'log.txt'), 'utf8')).toContain('starting\nno errors yet');
});

/** What is wrong, the parameters, what the error must say. */
const shortFiles: Readonly<Record<string, [base64: string, message: string]>> = {
  'a HepMC file that is cut short': [
    Buffer.from(hepMc3Text().slice(0, -60)).toString('base64'),
    'expected a HepMC file with its closing line, found ',
  ],
  'a HepMC file that is cut short and begins with an empty line, as HepMC 2 writes it': [
    Buffer.from(`\n${hepMc2Text().trimEnd().split('\n').slice(0, -1).join('\n')}\n`).toString('base64'),
    'expected a HepMC file with its closing line, found ',
  ],
  'a Les Houches file that is cut short': [
    Buffer.from('<LesHouchesEvents version="3.0">\n<event>\n</event>\n').toString('base64'),
    'expected a Les Houches file with its closing line, found "</event>" at its end: it is cut short',
  ],
  'a gzip file that is cut short': [
    gzipSync(hepMc3Text()).subarray(0, -20).toString('base64'),
    'expected a whole file, found damage: expected whole gzip data',
  ],
  'a ROOT file that is cut short': [
    Buffer.from('root\0\0\xf7\x38\0\0\0\x64\0\0\x10\0'.padEnd(200, '\0'), 'latin1').toString('base64'),
    'expected a ROOT file of 4096 bytes, as its header says, found 200: it is cut short',
  ],
};

const failures: [string, () => object, string | RegExp][] = [
  [
    'a program that is not installed',
    () => ({
      command: ['mg5_aMC-is-not-here'],
      needs: 'MadGraph5_aMC@NLO 3.5',
      version: { command: [node, '-v'], is: process.version },
    }),
    'expected the program mg5_aMC-is-not-here, it is in no folder of the PATH: install MadGraph5_aMC@NLO 3.5',
  ],
  [
    'a file of the workspace that is not an input',
    () => ({ command: ['./generate.sh', '{input:script}'] }),
    'found ./generate.sh: a file of the workspace must be one of the inputs',
  ],
  [
    'a program that fails',
    () => ({ inputs: { script: write('console.log("opening"); console.error("no PDF set"); process.exit(3);') } }),
    /it ended with exit code 3; its last lines:\n(.*\n)* {2}no PDF set/,
  ],
  [
    'a program that is killed',
    () => ({ inputs: { script: write('process.kill(process.pid, "SIGKILL");') } }),
    'it was killed by SIGKILL; it said nothing',
  ],
  [
    'an output that is not written',
    () => ({ inputs: { script: write('') } }),
    'it did not write events.hepmc3 (output events)',
  ],
  [
    'an empty output',
    () => ({ inputs: { script: write('fs.writeFileSync(out, "");') } }),
    'it left events.hepmc3 empty (output events)',
  ],
  [
    'one that takes too long',
    () => ({ inputs: { script: write('setInterval(() => {}, 1000);') }, timeoutMinutes: 0.005 }),
    'it was stopped after 0.005 minutes',
  ],
  [
    'an output outside its folder',
    () => ({ outputs: { events: '../events.hepmc3' } }),
    'outputs.events: expected a path within the folder of the program, found ../events.hepmc3',
  ],
  [
    'an output in the place of our own files',
    () => ({ outputs: { events: 'log.txt' } }),
    'outputs: expected file names of their own, found log.txt again',
  ],
  [
    'a placeholder of nothing',
    () => ({ command: [node, '{input:scrypt}'] }),
    '{input:scrypt}: no such input, did you mean script?',
  ],
  [
    'a line that is a failure, whatever the exit code',
    () => ({
      inputs: { script: write('fs.writeFileSync(out, "1"); console.log("WARNING: invalid set command ptaa 200");') },
      refuse: ['invalid set command'],
    }),
    'it said "WARNING: invalid set command ptaa 200", which the node refuses',
  ],
  [
    'a line that never comes',
    () => ({ inputs: { script: write('fs.writeFileSync(out, "1"); console.log("bye");') }, must: ['Nb of events :'] }),
    'it never said Nb of events :, which must be',
  ],
  ...Object.entries(shortFiles).map(([what, [text, message]]): [string, () => object, string | RegExp] => [
    what,
    () => ({ inputs: { script: write(`fs.writeFileSync(out, Buffer.from('${text}', 'base64'));`) } }),
    message,
  ]),
  ['standard input of nothing', () => ({ stdin: 'card' }), 'stdin: expected one of the inputs (script), found card'],
];

test.each(failures)('%s is one clear error, and nothing is left', async (_, params, message) => {
  const whole = { command, inputs: { script: write('fs.writeFileSync(out, "1");') }, outputs, ...params() };
  const failing = run(whole);
  await expect(failing).rejects.toThrow(InputError);
  await expect(failing).rejects.toThrow(message);
  expect(existsSync(join(root, 'result', 'program.json'))).toBe(false);
});

test.skipIf(!existsSync('/dev/full'))(
  'a disk that is full of what a program says ends it with the error of the disk',
  async () => {
    const scratch = join(root, 'scratch');
    mkdirSync(scratch);
    symlinkSync('/dev/full', join(scratch, 'log.txt'));
    const inputs = { script: write('setInterval(() => console.log("and on"), 10);') };
    const running = runProgram({
      params: task.params.parse({ command, inputs, outputs }),
      inputs: { from: [] },
      output: root,
      scratch,
      progress: () => {},
      record: () => {},
    });
    await expect(running).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(existsSync(join(root, 'program.json'))).toBe(false);
  },
);

test('what a program leaves running in the background neither keeps the node nor survives it', async () => {
  const background = `setInterval(() => {}, 1000);`;
  const text = `import('node:child_process').then(({ spawn }) => {
    const child = spawn(process.execPath, ['-e', ${JSON.stringify(background)}], { stdio: 'inherit' });
    fs.writeFileSync(out, String(child.pid)); child.unref(); });`;
  const files = await run({ command, inputs: { script: write(text) }, outputs });
  const pid = Number(files['events.hepmc3']);
  await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '');
  } catch {
    return false;
  }
}
