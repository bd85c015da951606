// A workspace of its own in a temporary folder: the tools and the workflow library as they are here, a library of toy
// tasks, and workflows made of them. Cases count which nodes really ran.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { copyEmitted } from './emitted.mjs';

const repository = path.resolve(import.meta.dirname, '..');

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Nodes whose task ran, sorted. */
  readonly ran: readonly string[];
}

type Environment = Readonly<Record<string, string>>;

export class Workspace {
  readonly root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-')));
  #runs = 0;

  constructor(workflows: Readonly<Record<string, string>>) {
    const sources = (file: string) => !/\.test\.ts$|node_modules|[\\/]tools[\\/]bench/.test(file);
    const copy = (from: string, to = from) =>
      fs.cpSync(path.join(repository, from), this.path(to), { recursive: true, filter: sources });
    ['tools', 'libs/workflow', 'libs/artifacts', 'nx.json', '.gitignore'].forEach((file) => copy(file));
    // Of compute the tools know the names of devices.
    ['package.json', 'src/devices/device-names.ts'].forEach((file) => copy(`libs/compute/${file}`));
    copy('test/toy', 'libs/toy');
    fs.writeFileSync(
      this.path('package.json'),
      JSON.stringify({ name: 'toys', private: true, type: 'module', workspaces: ['libs/*'] }),
    );
    for (const folder of ['.', 'tools', 'libs/workflow', 'libs/artifacts']) {
      const installed = path.join(repository, folder, 'node_modules');
      if (fs.existsSync(installed)) fs.symlinkSync(installed, this.path(folder, 'node_modules'), 'junction');
    }
    copyEmitted('toys', this.root);
    fs.mkdirSync(this.path('workflows'));
    for (const [name, text] of Object.entries(workflows)) fs.writeFileSync(this.path(`workflows/${name}.yaml`), text);
  }

  path(...parts: readonly string[]): string {
    return path.join(this.root, ...parts);
  }

  read(file: string): string {
    return fs.readFileSync(this.path(file), 'utf8');
  }

  /** Replaces `from`, which must be there, in a file. */
  edit(file: string, from: string, to: string): void {
    const text = this.read(file);
    if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
    fs.writeFileSync(this.path(file), text.replace(from, to));
  }

  jetdemon(args: readonly string[], environment: Environment = {}): Promise<Outcome> {
    return this.#run(['tools/bin/jetdemon.mjs', ...args], environment);
  }

  /** Our command without a process of its own: for what computes nothing. */
  async ask(args: readonly string[]): Promise<Outcome> {
    const { called } = await import('./called.ts');
    const log = String(++this.#runs);
    return { ...(await called(this.root, args, this.#environment(log, {}))), ran: ranIn(this.path(`ran-${log}`)) };
  }

  /** Plain Nx, without our command around it. */
  nx(args: readonly string[], environment: Environment = {}): Promise<Outcome> {
    return this.#run(['node_modules/nx/dist/bin/nx.js', ...args, '--outputStyle=stream'], environment);
  }

  /** Started, not waited for. */
  start(
    script: 'tools/bin/jetdemon.mjs' | 'node_modules/nx/dist/bin/nx.js',
    args: readonly string[],
    environment: Environment = {},
  ): ChildProcess {
    return spawn(process.execPath, [script, ...args], {
      cwd: this.root,
      env: this.#environment('started', environment),
      stdio: 'ignore',
    });
  }

  /** Nodes whose task ran in a started process. */
  startedNodes(): string[] {
    return ranIn(this.path('ran-started'));
  }

  delete(): void {
    fs.rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  #environment(log: string, extra: Environment): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(NX_|VITEST|JETDEMON_|NODE_OPTIONS)/.test(name),
    );
    return {
      ...Object.fromEntries(inherited),
      NX_ISOLATE_PLUGINS: 'false',
      TOY_LOG: this.path(`ran-${log}`),
      ...extra,
    };
  }

  #run(args: readonly string[], environment: Environment): Promise<Outcome> {
    const log = String(++this.#runs);
    return new Promise((resolve) => {
      const options = { cwd: this.root, env: this.#environment(log, environment), maxBuffer: 1 << 26 };
      const child = execFile(process.execPath, [...args], options, (_, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout, stderr, ran: ranIn(this.path(`ran-${log}`)) });
      });
    });
  }
}

function ranIn(file: string): string[] {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).sort() : [];
}
