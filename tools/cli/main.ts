// The command line: what to do from the words after `jetdemon`.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { InputError, printable } from '@jetdemon/workflow';
import { describe, asStorageError } from '../runner/errors.ts';
import { attach, cancel } from './attach.ts';
import { audit } from './audit.ts';
import { check } from './check.ts';
import { clean } from './clean.ts';
import { deviceAsked } from './devices.ts';
import { diff } from './diff.ts';
import { explainRun } from './explain.ts';
import { drawGraph } from './graph.ts';
import { inspect } from './inspect.ts';
import { lock, verify } from './lock.ts';
import { printLogs } from './log.ts';
import { defaultJobs } from '../engines/jobs.ts';
import { run } from './run.ts';
import { writeSchema } from './schema.ts';
import { status } from './status.ts';

const HELP = `jetdemon: adversarial tests of jet classifiers as cached workflows

  jetdemon run WORKFLOW [NODE...]
                                 compute what is not there yet, print the verdicts of claims;
                                 the last line is the path of the report
      --device NAME              cpu, gpu, webgpu, cuda, ... or auto: instead of what the nodes ask for
                                 (the environment variable JETDEMON_DEVICE does the same)
      --engine NAME              nx (default): on this machine; slurm: as jobs of that batch system, which go on when the
                                 command dies; htcondor: writes a DAG for condor_submit_dag
      --detach                   with slurm: end once all jobs are submitted
      --jobs N                   nodes at once (default ${defaultJobs()} on this machine)
      --force                    compute NODE (without it: every node) again, whatever is there
      --set NODE.PARAMETER=VALUE another value than the workflow's, as often as wanted (classifier@network=ll.epochs=5)
      --only                     compute NODE alone: what it needs has to be there
      --fail-fast                stop at the first node that fails; without it, whatever does not need it goes on
      --json                     a line of JSON per event, for programs
  jetdemon attach WORKFLOW       follow a run whose jobs go on; Ctrl-C leaves them alone
      --json                     a line of JSON per event, for programs
  jetdemon cancel WORKFLOW       stop them
  jetdemon audit TAGGER JETS     how wrong could a trained tagger be: writes the workflow that asks it, and runs it
      --features FILE            weaver's preprocess.json or data configuration, or features: and output: of models/import;
                                 default: preprocess.json beside the tagger
      --unit GeV                 of the energies in a file of weaver's
      --signal WHICH             class, index, or a discriminant: 'P(top) / (P(top) + P(QCD))'
      --is WHAT                  logits or probabilities, where the network does not tell
      --name NAME                of the workflow; default: audit- and that of the tagger
      --write-only               write workflows/NAME.yaml and stop, once the tagger was tried on the jets
      --force                    overwrite it
      --engine NAME, --detach    as for run, once the tagger was tried on the jets here
  jetdemon explain WORKFLOW [NODE...] [--set ...]
                                 what a run would compute and why, without running anything
      --json                     the same for programs
  jetdemon status [WORKFLOW]     what runs now and how far it is, or how the last run ended; with WORKFLOW node by node
      --json                     the same for programs
  jetdemon log WORKFLOW NODE...  what a node printed and how far it came when it was last computed
  jetdemon graph WORKFLOW [FILE] a picture of it with states, times and links to results (default out/WORKFLOW/graph.html)
  jetdemon check WORKFLOW        check it without running anything, and list its nodes
  jetdemon inspect FILE          what a ROOT, Parquet, HDF5, NPZ or Arrow file holds, and a proposed mapping;
                                 of an ONNX file the inputs and outputs of its network
      --all                      every column, however many
  jetdemon diff A B              two runs beside each other: a workflow (quick), an earlier run of it (quick~1, quick~COMMIT),
                                 one node of either (quick:classifier), out/WORKFLOW of another checkout
      --html FILE                one page of it, figures side by side
      --json                     the same for programs
      --fail-on-change           exit code 1 where a result differs
  jetdemon lock WORKFLOW [FILE]  keys, digests and key numbers of its results into a file to commit
                                 (default workflows/WORKFLOW.lock.json)
  jetdemon verify WORKFLOW [FILE]
                                 its results against that file, on another machine or after a change: same bits, within
                                 the tolerance that each task declares, or different (exit code 1)
      --json                     the same for programs
  jetdemon clean                 what the store would lose, because no workflow names it any more
      --yes                      remove it
  jetdemon schema [FILE]         the JSON schema of workflow files, for completion in an editor

WORKFLOW is a name (quick) or a file (workflows/quick.yaml).
NODE is a name with its matrix point (classifier@network=ll+seed=1), with some of its axes (classifier@network=ll) or
without (all points); @seed=1 is every node of that point.
`;

/** Exit code: 0 all went well, 1 it did not, 130 interrupted. */
export async function main(root: string, argv: readonly string[]): Promise<number> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(1); // nobody reads on (`jetdemon schema | head`)
    throw error;
  });
  try {
    return await dispatch(root, argv);
  } catch (error) {
    console.error(printable(describe(asStorageError(error, 'out'))));
    return 1;
  }
}

async function dispatch(root: string, argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(argv);
  const [command, ...rest] = positionals;
  if (values.version) return print(versionOf(root));
  if (values.help || command === undefined) return print(HELP.trimEnd(), command === undefined && !values.help ? 1 : 0);
  switch (command) {
    case 'run': {
      const [workflow, ...nodes] = operands(rest, 'run WORKFLOW [NODE...]', 1, Infinity);
      const { force = false, set = [], only = false, json = false } = values;
      const failFast = values['fail-fast'] ?? false;
      const [device, jobs] = [deviceAsked(values.device), jobsOf(values.jobs)];
      const where = engineOf(values.engine, values.detach ?? false, values.jobs !== undefined, failFast);
      return run({ root, workflow: workflow!, nodes, device, force, jobs, set, only, failFast, json, ...where });
    }
    case 'attach':
      return attach(root, operands(rest, 'attach WORKFLOW', 1, 1)[0]!, values.json ?? false);
    case 'cancel':
      return cancel(root, operands(rest, 'cancel WORKFLOW', 1, 1)[0]!);
    case 'audit': {
      const [tagger, jets] = operands(rest, 'audit TAGGER JETS', 2, 2);
      const { features, unit, signal, is, name, force = false } = values;
      const words = argv.filter((word, at) => !/^--(engine|detach)\b/.test(word) && argv[at - 1] !== '--engine');
      return audit({
        ...{ root, tagger: tagger!, jets: jets!, features, unit, signal, is, name, force, words },
        ...engineOf(values.engine, values.detach ?? false, values.jobs !== undefined, false),
        writeOnly: values['write-only'] ?? false,
        device: deviceAsked(values.device),
        jobs: jobsOf(values.jobs),
      });
    }
    case 'check':
      return check(root, operands(rest, 'check WORKFLOW', 1, 1)[0]!);
    case 'explain': {
      const [workflow, ...nodes] = operands(rest, 'explain WORKFLOW [NODE...]', 1, Infinity);
      return explainRun({ root, workflow: workflow!, nodes, set: values.set ?? [], json: values.json ?? false });
    }
    case 'status':
      return status(root, operands(rest, 'status [WORKFLOW]', 0, 1)[0], values.json ?? false);
    case 'log': {
      const [workflow, ...nodes] = operands(rest, 'log WORKFLOW NODE...', 2, Infinity);
      return printLogs(root, workflow!, nodes);
    }
    case 'graph': {
      const [workflow, file] = operands(rest, 'graph WORKFLOW [FILE]', 1, 2);
      return drawGraph(root, workflow!, file);
    }
    case 'diff': {
      const [a, b] = operands(rest, 'diff A B', 2, 2) as [string, string];
      const { json = false, html } = values;
      return diff({ root, a, b, json, html, failOnChange: values['fail-on-change'] ?? false });
    }
    case 'lock': {
      const [workflow, file] = operands(rest, 'lock WORKFLOW [FILE]', 1, 2);
      return lock({ root, workflow: workflow!, file });
    }
    case 'verify': {
      const [workflow, file] = operands(rest, 'verify WORKFLOW [FILE]', 1, 2);
      return verify({ root, workflow: workflow!, file, json: values.json ?? false });
    }
    case 'clean':
      operands(rest, 'clean [--yes]', 0, 0);
      return clean(root, values.yes ?? false);
    case 'inspect':
      return inspect(root, operands(rest, 'inspect FILE', 1, 1)[0]!, values.all ?? false);
    case 'schema':
      return writeSchema(root, operands(rest, 'schema [FILE]', 0, 1)[0]);
    default:
      throw new InputError(
        `unknown command "${command}": expected run, attach, cancel, audit, explain, status, log, graph, check, inspect, diff, lock, verify, clean or schema (see jetdemon --help)`,
      );
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        device: { type: 'string' },
        engine: { type: 'string' },
        detach: { type: 'boolean' },
        jobs: { type: 'string' },
        force: { type: 'boolean' },
        all: { type: 'boolean' },
        features: { type: 'string' },
        unit: { type: 'string' },
        signal: { type: 'string' },
        is: { type: 'string' },
        name: { type: 'string' },
        'write-only': { type: 'boolean' },
        json: { type: 'boolean' },
        set: { type: 'string', multiple: true },
        only: { type: 'boolean' },
        'fail-fast': { type: 'boolean' },
        html: { type: 'string' },
        'fail-on-change': { type: 'boolean' },
        yes: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    const [first] = (error as Error).message.split(/[.\n]/);
    throw new InputError(`${first!.charAt(0).toLowerCase()}${first!.slice(1)} (see jetdemon --help)`);
  }
}

function operands(given: readonly string[], usage: string, least: number, most: number): readonly string[] {
  if (given.length >= least && given.length <= most) return given;
  throw new InputError(`expected: jetdemon ${usage}`);
}

function jobsOf(text: string | undefined): number {
  const jobs = text === undefined ? defaultJobs() : Number(text);
  if (!Number.isInteger(jobs) || jobs < 1) throw new InputError(`--jobs: expected a whole number > 0, found "${text}"`);
  return jobs;
}

function engineOf(name = 'nx', detach: boolean, jobsGiven: boolean, failFast: boolean) {
  if (name !== 'nx' && name !== 'slurm' && name !== 'htcondor')
    throw new InputError(`--engine: expected nx, slurm or htcondor, found "${name}"`);
  if (name !== 'slurm' && detach) throw new InputError('--detach: expected --engine slurm beside it');
  if (name === 'slurm' && jobsGiven)
    throw new InputError('--jobs: expected none beside --engine slurm, whose own limits count');
  if (detach && failFast)
    throw new InputError('--fail-fast: expected no --detach beside it, since nobody would be there to stop');
  return { engine: name as 'nx' | 'slurm' | 'htcondor', detach };
}

function print(text: string, code = 0): number {
  console.log(text);
  return code;
}

const versionOf = (root: string) =>
  (JSON.parse(fs.readFileSync(path.join(root, 'tools', 'package.json'), 'utf8')) as { version: string }).version;
