// `jetdemon audit TAGGER JETS`: writes the workflow that asks how wrong a trained tagger could be, and runs it.
import fs from 'node:fs';
import path from 'node:path';
import type { ImportedDescription } from '@jetdemon/artifacts';
import { InputError, type Graph } from '@jetdemon/workflow';
import { parse, parseDocument } from 'yaml';
import * as z from 'zod';
import { loadTasks } from '../catalogue/tasks.ts';
import { loadWorkflow } from '../catalogue/workflow.ts';
import { auditWorkflow } from './audit-workflow.ts';
import { hasGradient, networkPath, proposalFor } from './inspect.ts';
import { run, type RunOptions } from './run.ts';
import { nodeFolder } from '../store/view.ts';

export interface AuditOptions extends Pick<RunOptions, 'root' | 'device' | 'jobs' | 'engine' | 'detach'> {
  readonly tagger: string;
  readonly jets: string;
  readonly features?: string | undefined;
  /** Of energies, where the file of the features is weaver's. */
  readonly unit?: string | undefined;
  readonly signal?: string | undefined;
  readonly is?: string | undefined;
  readonly name?: string | undefined;
  readonly writeOnly: boolean;
  readonly force: boolean;
  /** The words of the command but for its engine, for the head of the file. */
  readonly words: readonly string[];
}

export async function audit(options: AuditOptions): Promise<number> {
  const { root, writeOnly, force, words } = options;
  const tasks = await loadTasks(root);
  const network = networkPath(options.tagger);
  if (!fs.existsSync(network)) throw new InputError(`expected the file ${options.tagger}, found none`);
  const stem = path.basename(path.resolve(network)).replace(/\.[^.]*$/, '');
  const name = options.name ?? `audit-${stem.replaceAll(/[^\w-]/g, '-').toLowerCase()}`;
  if (!/^[\w-]+$/.test(name)) throw new InputError(`--name: expected letters, digits, - and _, found ${name}`);
  const importing = parametersOf(root, options);
  const plan = {
    ...{ name, tagger: stem, importing, jets: await jetsNode(root, options.jets) },
    command: `npx jetdemon ${words.map(shellWord).join(' ')}`,
  };
  const [along, byScores] = [true, false].map((gradient) => auditWorkflow({ ...plan, gradient })) as [string, string];
  const smooth = await hasGradient(root, network, importing.lambdas);
  const file = path.join(root, 'workflows', `${name}.yaml`);
  const before = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
  if (before !== undefined && before !== along && before !== byScores && !force)
    throw new InputError(
      `workflows/${name}.yaml is there already and says something else: run it with jetdemon run ${name}, choose --name, or overwrite it with --force`,
    );
  const running = (
    nodes: readonly string[],
    { engine, detach }: Pick<RunOptions, 'engine' | 'detach'>,
  ): RunOptions => ({
    ...{ root, workflow: name, nodes, device: options.device, jobs: options.jobs, engine, detach },
    ...{ force: false, set: [], only: false, failFast: false, json: false },
  });
  let why = smooth ? undefined : `${stem} has no gradient`;
  let kept = false;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, smooth ? along : byScores);
    const graph = loadWorkflow(root, name, tasks);
    if (smooth) {
      console.log(`${stem} is tried on the jets first: whether attacks can follow its slopes`);
      const code = await run(running([TAGGER], { engine: 'nx', detach: false }));
      if (code !== 0) return code;
      why = await withoutSlopes(root, graph);
      if (why !== undefined) fs.writeFileSync(file, byScores);
    }
    kept = true;
  } finally {
    if (!kept) restore(file, before);
  }
  const instead =
    why === undefined ? '' : `: ${why}, so that a search by its scores (attacks/square) takes the place of FGSM and of the adversary`; // prettier-ignore
  console.log(`workflows/${name}.yaml written${instead}`);
  return writeOnly ? 0 : run(running([], options));
}

/** The node of models/import. */
const TAGGER = 'tagger';

/** Why no attack can follow the slopes of a tagger that was imported, in words; undefined where attacks can. */
async function withoutSlopes(root: string, graph: Graph): Promise<string | undefined> {
  const { classifier } = await import('@jetdemon/artifacts');
  const { id } = graph.nodes.find(({ base }) => base === TAGGER)!;
  const folder = path.join(nodeFolder(root, { workflow: graph.name, node: id }), 'result');
  const { imported } = (await classifier.read({ folder }, 'classifier.json')) as ImportedDescription;
  return imported.gradient === 'none'
    ? `${path.basename(imported.file)}: ${imported.notes?.[0] ?? 'no gradient'}`
    : undefined;
}

function restore(file: string, before: string | undefined): void {
  if (before !== undefined) fs.writeFileSync(file, before);
  else fs.rmSync(file, { force: true });
}

const shellWord = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

const own = z.strictObject({
  features: z.looseObject({ unit: z.string() }),
  output: z.looseObject({}).optional(),
  contrast: z.looseObject({}).optional(),
  lambdas: z.record(z.string(), z.string()).optional(),
});

/** Parameters of models/import. */
export interface Importing {
  readonly model: string;
  readonly features: unknown;
  readonly output?: unknown;
  readonly lambdas?: Readonly<Record<string, string>>;
}

/** What models/import is told. */
export function parametersOf(
  root: string,
  { tagger, features, unit, signal, is }: Pick<AuditOptions, 'tagger' | 'features' | 'unit' | 'signal' | 'is'>,
): Importing {
  const model = inRoot(root, tagger);
  const beside = path.join(path.dirname(path.resolve(tagger)), 'preprocess.json');
  const file = features ?? (fs.existsSync(beside) ? beside : undefined);
  if (file === undefined)
    throw new InputError(
      `expected --features FILE: weaver’s preprocess.json or data configuration, or what models/import is to be told (features: and output:); jetdemon inspect ${tagger} shows the inputs of the network`,
    );
  const found = readParsed(file);
  const weaver = typeof found === 'object' && found !== null && ('input_names' in found || 'inputs' in found);
  const asked = { ...(signal !== undefined && { signal }), ...(is !== undefined && { is }) };
  if (weaver) {
    if (unit === undefined)
      throw new InputError(`${file}: expected --unit GeV, MeV or TeV: it does not say what its energies were in`);
    return {
      model,
      features: { unit, file: inRoot(root, file) },
      ...(Object.keys(asked).length > 0 && { output: asked }),
    };
  }
  const { data, error } = own.safeParse(found);
  if (!data) {
    const [issue] = error.issues;
    throw InputError.at({ file }, `${issue!.path.join('.') || 'top level'}: ${issue!.message}`);
  }
  if (unit !== undefined && unit !== data.features.unit)
    throw new InputError(`--unit: ${file} says ${data.features.unit}, found ${unit}`);
  const output = { ...data.output, ...asked };
  return { model, ...data, ...(Object.keys(output).length > 0 && { output }) };
}

/** A file with a node of a workflow, or a file of jets of which it is certain how they are to be read. */
async function jetsNode(root: string, file: string): Promise<{ uses: string; with: unknown }> {
  if (!fs.existsSync(file)) throw new InputError(`expected the file ${file}, found none`);
  if (/\.ya?ml$/.test(file)) {
    const { data, error } = z.strictObject({ uses: z.string(), with: z.unknown() }).safeParse(readParsed(file));
    if (!data) throw InputError.at({ file }, `expected uses: and with: of a node that gives jets (${error.issues[0]!.message})`); // prettier-ignore
    return { uses: data.uses, with: data.with };
  }
  const text = await proposalFor(root, file, inRoot(root, file));
  const start = text.search(/^jets:$/m);
  const proposed = start < 0 ? '' : text.slice(start);
  if (start < 0 || /^# .*: (a guess|likely)/m.test(text))
    throw new InputError(
      `${file}: how its jets are to be read is not certain; ${start < 0 ? 'jetdemon inspect shows what it holds' : `check this proposal, save what is below jets: as a file jets.yaml, and audit with that\n${text.slice(text.lastIndexOf('\n\n') + 2)}`}`,
    );
  const { jets } = parse(proposed) as { jets: { uses: string; with: unknown } };
  return jets;
}

function readParsed(file: string): unknown {
  if (!fs.existsSync(file)) throw new InputError(`expected the file ${file}, found none`);
  const document = parseDocument(fs.readFileSync(file, 'utf8'));
  const [wrong] = document.errors;
  if (wrong) throw InputError.at({ file }, `expected YAML or JSON, found damage: ${wrong.message.split('\n')[0]}`);
  return document.toJS();
}

/** @throws InputError for a file outside the workspace */
function inRoot(root: string, file: string): string {
  const relative = path.relative(root, path.resolve(file)).replaceAll(path.sep, '/');
  if (relative.startsWith('..') || path.isAbsolute(relative))
    throw new InputError(
      `${file}: expected a file within ${root}: copy it there, its contents are part of the results`,
    );
  return relative;
}
