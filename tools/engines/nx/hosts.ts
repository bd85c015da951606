// Processes that run the nodes of one run, lent to those that Nx starts (runner/ask-host.mjs): see runner/host.mjs for why. Who asks
// while all are busy waits, so that the next node is at hand when one ends; a free one that ran the same task goes first.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { startHost } from './host.ts';

export interface Hosts {
  /** What JETDEMON_HOSTS says to nodes: `socket token`; the socket is an abstract one, which any user may open. */
  readonly lender: string;
  /** Nodes that Nx may start at once, some of which wait here. */
  readonly asked: number;
  /** Ends those that are free, and lends no more. */
  close(): void;
}

export interface Limits {
  /** Nodes that run at once. */
  readonly jobs: number;
  /** Nodes that there are to run. */
  readonly nodes: number;
  /** Whether none runs after one that failed. */
  readonly failFast: boolean;
}

type Environment = Readonly<Record<string, string>>;

interface Request {
  readonly env: Environment;
  readonly connection: Socket;
}

/** Beyond those that run: the start of the shortest nodes' own processes takes about as long as such a node. */
const WAITING = 2;

/** Whether this system has abstract sockets, and a peak of memory that a process may set back (not every sandbox has). */
export function canLend(): boolean {
  try {
    if (process.platform === 'linux') fs.writeFileSync(PEAK, '5');
    return process.platform === 'linux';
  } catch {
    return false;
  }
}

/** What host.mjs writes to as well. */
const PEAK = '/proc/self/clear_refs';

/** undefined where the system can lend none. */
export function lendHosts(root: string, { jobs, nodes, failFast }: Limits): Hosts | undefined {
  if (!canLend()) return undefined;
  const token = randomBytes(16).toString('hex');
  const name = `jetdemon-${process.pid}-${randomBytes(4).toString('hex')}`;
  let free = Array.from({ length: Math.min(jobs, nodes) }, () => startHost(root));
  let waiting: Request[] = [];
  let [running, closed] = [0, false];

  const lend = () => {
    while (!closed && running < jobs && waiting.length > 0) void run(waiting.shift()!);
  };

  const run = async ({ env, connection }: Request) => {
    const { code } = JSON.parse(env['JETDEMON_NODE'] ?? '{}') as { code?: string };
    const host = free.find((one) => one.ran(code)) ?? free[0] ?? startHost(root);
    free = free.filter((one) => one !== host);
    running++;
    connection.on('close', host.stop);
    const ended = await host.run(env, code, (kind, piece) => frame(connection, kind, piece));
    connection.off('close', host.stop);
    running--;
    if (failFast && ended.code !== 0) close();
    if (ended.stays && !closed) free.push(host);
    else host.leave();
    if (ended.code !== undefined) frame(connection, 0, Buffer.from(String(ended.code)));
    connection.end();
    lend();
  };

  const server = createServer((connection) => {
    let asked = '';
    connection.on('error', () => connection.destroy());
    connection.setEncoding('utf8').on('data', (piece: string) => {
      asked += piece;
      if (asked.slice(0, token.length) !== token.slice(0, asked.length)) connection.destroy();
      if (connection.destroyed || !asked.endsWith('\n')) return;
      if (closed) return void connection.destroy();
      const request = { env: JSON.parse(asked.slice(token.length)) as Environment, connection };
      waiting.push(request);
      connection.on('close', () => (waiting = waiting.filter((one) => one !== request)));
      lend();
    });
  });
  server.listen(`\0${name}`);
  server.unref();

  const close = () => {
    closed = true;
    server.close();
    waiting.splice(0).forEach(({ connection }) => connection.destroy());
    free.splice(0).forEach((host) => host.leave());
  };
  return { lender: `${name} ${token}`, asked: jobs + WAITING, close };
}

/** 1 byte: 1 and 2 are the outputs, 0 is the exit code; 4 bytes: the length; then so many. */
function frame(connection: Socket, kind: number, content: Buffer): void {
  const head = Buffer.alloc(5);
  head[0] = kind;
  head.writeUInt32LE(content.length, 1);
  if (connection.writable) connection.write(Buffer.concat([head, content]));
}
