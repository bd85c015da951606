// Processes that run the nodes of one run, lent to those that Nx starts (runner/ask-host.mjs): see runner/host.mjs for why. One is
// started where none is free, and a free one that ran the same task goes first.
import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { startHost } from './host.ts';

export interface Hosts {
  /** What JETDEMON_HOSTS says to nodes: `socket token`; the socket is an abstract one, which any user may open. */
  readonly lender: string;
  /** Ends those that are free, and lends no more. */
  close(): void;
}

/** @param ready processes that are started before the first node asks; undefined where the system can lend none */
export function lendHosts(root: string, ready: number): Hosts | undefined {
  if (process.platform !== 'linux') return undefined; // abstract sockets, and a peak of memory that can be set back
  const token = randomBytes(16).toString('hex');
  const name = `jetdemon-${process.pid}-${randomBytes(4).toString('hex')}`;
  let free = Array.from({ length: ready }, () => startHost(root));

  const lend = async (env: Environment, connection: Socket) => {
    const { code } = JSON.parse(env['JETDEMON_NODE'] ?? '{}') as { code?: string };
    const host = free.find((one) => one.ran(code)) ?? free[0] ?? startHost(root);
    free = free.filter((one) => one !== host);
    connection.on('close', () => host.stop());
    const ended = await host.run(env, code, (kind, piece) => frame(connection, kind, piece));
    connection.removeAllListeners('close');
    if (ended.stays && server.listening) free.push(host);
    else host.leave();
    if (ended.code !== undefined) frame(connection, 0, Buffer.from(String(ended.code)));
    connection.end();
  };

  const server = createServer((connection) => {
    let asked = '';
    connection.on('error', () => connection.destroy());
    connection.setEncoding('utf8').on('data', (piece: string) => {
      asked += piece;
      if (asked.slice(0, token.length) !== token.slice(0, asked.length)) connection.destroy();
      else if (asked.endsWith('\n')) void lend(JSON.parse(asked.slice(token.length)) as Environment, connection);
    });
  });
  server.listen(`\0${name}`);
  server.unref();
  return {
    lender: `${name} ${token}`,
    close() {
      server.close();
      free.splice(0).forEach((host) => host.leave());
    },
  };
}

type Environment = Readonly<Record<string, string>>;

/** 1 byte: 1 and 2 are the outputs, 0 is the exit code; 4 bytes: the length; then so many. */
function frame(connection: Socket, kind: number, content: Buffer): void {
  const head = Buffer.alloc(5);
  head[0] = kind;
  head.writeUInt32LE(content.length, 1);
  if (connection.writable) connection.write(Buffer.concat([head, content]));
}
