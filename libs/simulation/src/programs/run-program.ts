// Run of the program of a node in an empty folder, which keeps the outputs that were declared, its log and its version.
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';
import { programFiles, readProgramFiles } from '@jetdemon/artifacts';
import { InputError, suggest, type Input } from '@jetdemon/workflow';
import { checkOutput } from './check-output.ts';
import { findProgram } from './find-program.ts';
import { Log } from './log.ts';
import { fill, inputNamedBy, type Fillings } from './placeholders.ts';
import { runToEnd } from './spawn.ts';
import { lineToShow, lineWithVersion } from './version.ts';

export interface ProgramParameters {
  readonly command: readonly string[];
  readonly inputs: Readonly<Record<string, string>>;
  readonly fill: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly version?: { readonly of?: string; readonly command: readonly string[]; readonly is: string };
  readonly stdin?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly needs?: string;
  readonly seed: number;
  readonly events?: number;
  readonly refuse: readonly string[];
  readonly must: readonly string[];
  readonly timeoutMinutes: number;
}

export interface ProgramContext {
  readonly params: ProgramParameters;
  readonly inputs: { readonly from: readonly Input[] };
  readonly output: string;
  readonly scratch: string;
  progress(message: string): void;
  record(name: string, value: unknown): void;
}

/**
 * Runs the command and publishes its outputs with `program.json` and `log.txt`. The log of a program that failed stays in
 * the scratch folder.
 *
 * @throws InputError when the program is missing or of another version, when it fails, takes too long, says what the node
 * refuses, or does not write what was declared: whole files with the events that were asked for
 */
export async function runProgram(context: ProgramContext): Promise<void> {
  const { params, output, scratch, progress, record } = context;
  const folder = join(scratch, 'program');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'run'), { recursive: true });
  const log = new Log(join(scratch, 'log.txt'), {
    refuse: params.refuse.map((pattern) => new RegExp(pattern)),
    must: params.must.map((pattern) => new RegExp(pattern)),
  });
  try {
    const fillings = fillingsOf(context, folder);
    const PATH = process.env['JETDEMON_PATH'] ?? process.env['PATH'];
    const environment = { ...process.env, ...(PATH !== undefined && { PATH }), ...params.environment };
    const [program, ...words] = params.command.map((word) => filled(word, fillings));
    const file = located(program!, params, environment);
    const version = await checkVersion(params, fillings, environment, join(folder, 'run'));
    if (version !== undefined) record('program version', version);
    const stdin = params.stdin === undefined ? undefined : inputPath(fillings, params.stdin, 'stdin');
    const failure = await runToEnd({
      program: file,
      words,
      folder: join(folder, 'run'),
      environment,
      stdin,
      timeoutSeconds: params.timeoutMinutes * 60,
      said(bytes) {
        log.add(bytes);
        const [line] = log.lastLines(1);
        if (line !== undefined) progress(line);
      },
    });
    const command = [program, ...words].map((word) => (/\s/.test(word!) ? JSON.stringify(word) : word)).join(' ');
    log.close();
    if (failure !== undefined) throw failed(command, failure, log);
    if (log.refused !== undefined) throw failed(command, `it said "${log.refused}", which the node refuses`, log);
    if (log.missing !== undefined) throw failed(command, `it never said ${log.missing.source}, which must be`, log);
    const kept: [name: string, file: string][] = [];
    for (const [name, path] of Object.entries(params.outputs)) {
      const written = join(folder, 'run', path);
      const size = statSync(written, { throwIfNoEntry: false });
      if (!size?.isFile()) throw failed(command, `it did not write ${path} (output ${name})`, log);
      if (size.size === 0) throw failed(command, `it left ${path} empty (output ${name})`, log);
      await checkOutput(written, `${path} (output ${name})`, params.events).catch((error: unknown) => {
        throw error instanceof InputError ? failed(command, error.message, log) : error;
      });
      kept.push([name, basename(path)]);
    }
    for (const path of Object.values(params.outputs)) {
      renameSync(join(folder, 'run', path), join(output, basename(path)));
    }
    copyFileSync(log.file, join(output, 'log.txt'));
    rmSync(log.file);
    const about = { command: params.command, version: version ?? null, outputs: Object.fromEntries(kept) };
    await programFiles.write(output, { 'program.json': about });
  } finally {
    log.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Paths of everything that a placeholder may name; what must be filled in is written anew. */
function fillingsOf({ params, inputs }: ProgramContext, folder: string): Fillings {
  const output = Object.entries(params.outputs).map(([name, path]) => {
    const plain = normalize(path);
    if (isAbsolute(plain) || plain.split(sep).includes('..')) {
      throw new InputError(`outputs.${name}: expected a path within the folder of the program, found ${path}`);
    }
    return [name, plain];
  });
  const names = Object.values(params.outputs).map((path) => basename(path));
  const twice = names.find((name, at) => names.indexOf(name) !== at || ['program.json', 'log.txt'].includes(name));
  if (twice !== undefined) throw new InputError(`outputs: expected file names of their own, found ${twice} again`);
  const from = inputs.from.flatMap(({ base, folder: earlier }) =>
    Object.entries(readProgramFiles(earlier)).map(([name, file]) => [`${base}.${name}`, file]),
  );
  const fillings: Fillings = {
    input: Object.fromEntries(Object.entries(params.inputs).map(([name, path]) => [name, resolve(path)])),
    output: Object.fromEntries(output) as Record<string, string>,
    from: Object.fromEntries(from) as Record<string, string>,
    seed: params.seed,
    ...(params.events !== undefined && { events: params.events }),
  };
  mkdirSync(join(folder, 'inputs'));
  for (const path of Object.values(fillings.output)) mkdirSync(resolve(folder, 'run', path, '..'), { recursive: true });
  const rewritten = params.fill.map((name) => {
    const source = inputPath(fillings, name, 'fill');
    const copy = join(folder, 'inputs', `${name}-${basename(source)}`);
    copyFileSync(source, copy);
    writeFileSync(copy, filled(readFileSync(source, 'utf8'), fillings));
    return [name, copy];
  });
  return { ...fillings, input: { ...fillings.input, ...(Object.fromEntries(rewritten) as Record<string, string>) } };
}

function inputPath({ input }: Fillings, name: string, parameter: string): string {
  const path = input[name];
  if (path !== undefined) return path;
  const known = Object.keys(input);
  throw new InputError(`${parameter}: expected one of the inputs (${known.join(', ') || 'none'}), found ${name}`);
}

function filled(text: string, fillings: Fillings): string {
  return fill(text, fillings, (placeholder, known) => {
    const [kind, name = ''] = placeholder.slice(1, -1).split(':');
    if (kind === 'events')
      return new InputError('{events}: expected the number of events as parameter events, found none');
    const hint = suggest(name, known) || `, expected one of ${known.join(', ') || 'none'}`;
    return new InputError(`${placeholder}: no such ${kind === 'from' ? 'output of an earlier program' : kind}${hint}`);
  });
}

function located(program: string, { command: [word = ''], needs }: ProgramParameters, environment: NodeJS.ProcessEnv) {
  const isInput = inputNamedBy(word) !== undefined || word.startsWith('{from:');
  if (!isInput && !isAbsolute(program) && /[\\/]/.test(program)) {
    throw new InputError(
      `command: expected a program of the PATH, an absolute path or {input:NAME}, found ${program}: a file of the workspace must be one of the inputs`,
    );
  }
  const found = findProgram(program, environment);
  if (found !== undefined) return found;
  const where = isAbsolute(program) ? 'there is no such executable file' : 'it is in no folder of the PATH';
  throw new InputError(`expected the program ${program}, ${where}${needs === undefined ? '' : `: install ${needs}`}`);
}

/** The line in which the program reports the declared version. */
async function checkVersion(
  params: ProgramParameters,
  fillings: Fillings,
  environment: NodeJS.ProcessEnv,
  folder: string,
): Promise<string | undefined> {
  if (params.version === undefined) return undefined;
  const { command, is, of = command[0]! } = params.version;
  const [program, ...words] = command.map((word) => filled(word, fillings));
  const said: Buffer[] = [];
  const failure = await runToEnd({
    program: located(program!, { ...params, command }, environment),
    words,
    folder,
    environment,
    timeoutSeconds: 120,
    said: (bytes) => void (said.length < 1000 && said.push(bytes)),
  });
  const output = Buffer.concat(said).toString('utf8');
  const line = lineWithVersion(output, is);
  if (line !== undefined) return line.slice(0, 200);
  const shown = lineToShow(output)?.slice(0, 200);
  const found = shown === undefined ? (failure ?? 'it said nothing') : `found "${shown}"`;
  const install = params.needs === undefined ? '' : ` (needed: ${params.needs})`;
  throw new InputError(
    `expected version ${is} of ${of} (as version.is declares), ${found}: change what is installed or what is declared${install}`,
  );
}

function failed(command: string, what: string, log: Log): InputError {
  const lines = log.lastLines(5);
  if (lines.length === 0) return new InputError(`expected ${command} to succeed, ${what}; it said nothing`);
  const indented = (some: readonly string[]) => some.map((line) => `\n  ${line}`).join('');
  const isShown = log.alarm === undefined || lines.some((line) => line.includes(log.alarm!));
  const alarm = isShown ? '' : `; first it said${indented([log.alarm!])}\n`;
  const where = relative(process.cwd(), log.file);
  return new InputError(
    `expected ${command} to succeed, ${what}${alarm || '; '}its last lines:${indented(lines)}\nall of it: ${where}`,
  );
}
