// One process that runs nodes one after another (runner/host.mjs), seen from the command that started it.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';

const NEWLINE = 10;

export interface Ended {
  /** undefined where the process ended without one. */
  readonly code: number | undefined;
  /** Whether it runs another one. */
  readonly stays: boolean;
}

export interface Host {
  /** Whether it has run a node with this code. */
  ran(code: string | undefined): boolean;
  /** Runs a node with this environment; `pass` is given what it prints, 1 on its output, 2 on its errors. */
  run(
    env: Readonly<Record<string, string>>,
    code: string | undefined,
    pass: (kind: 1 | 2, piece: Buffer) => void,
  ): Promise<Ended>;
  /** Asks the node that it runs to end. */
  stop(): void;
  /** Lets it go; it ends by itself once it has nothing to run. */
  leave(): void;
}

export function startHost(root: string): Host {
  const child = spawn(process.execPath, [path.join(root, 'tools/runner/host.mjs')], {
    cwd: root,
    stdio: 'pipe',
    detached: true, // Ctrl-C is the command's to pass on
  });
  const codes = new Set<string | undefined>();
  const gone = new Promise<Ended>((resolve) => {
    const end = () => resolve({ code: undefined, stays: false });
    child.on('error', end).on('close', end);
  });
  child.stdin.on('error', () => undefined); // gone: said above
  [child, child.stdin, child.stdout, child.stderr].forEach((handle) => (handle as { unref?(): void }).unref?.());
  return {
    ran: (code) => codes.has(code),
    async run(env, code, pass) {
      codes.add(code);
      const end = `\0${randomBytes(16).toString('hex')}`;
      const outputs = ([1, 2] as const).map((kind) => {
        const stream = kind === 1 ? child.stdout : child.stderr;
        return untilEnd(stream, end, (piece) => pass(kind, piece));
      });
      child.stdin.write(`${JSON.stringify({ env, end })}\n`);
      const [ended] = await Promise.all(outputs.map((output) => Promise.race([output, gone])));
      return ended!;
    },
    stop: () => child.kill('SIGTERM'),
    leave: () => child.stdin.end(),
  };
}

/** Passes on what comes until the line that begins with `end`, which says how the node ended. */
function untilEnd(stream: NodeJS.ReadableStream, end: string, pass: (piece: Buffer) => void): Promise<Ended> {
  return new Promise((resolve) => {
    let held = Buffer.alloc(0); // may be the beginning of the last line
    const take = (piece: Buffer) => {
      held = Buffer.concat([held, piece]);
      const at = held.indexOf(end);
      const zero = held.indexOf(0, Math.max(0, held.length - end.length));
      const said = at >= 0 ? at : zero >= 0 ? zero : held.length;
      if (said > 0) pass(held.subarray(0, said));
      held = held.subarray(said);
      if (at < 0 || held.at(-1) !== NEWLINE) return;
      stream.off('data', take);
      const [code, stays] = held.toString().slice(end.length).trim().split(' ');
      resolve({ code: Number(code), stays: stays === 'stays' });
    };
    stream.on('data', take);
  });
}
