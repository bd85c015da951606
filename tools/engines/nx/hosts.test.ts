// Who is lent a process, and who is not.
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { canLend, lendHosts, type Hosts } from './hosts.ts';

describe.skipIf(!canLend())('the lender', () => {
  const hosts =
    process.platform === 'linux'
      ? lendHosts(path.resolve(import.meta.dirname, '../../..'), { jobs: 1, nodes: 0, failFast: false })!
      : ({} as Hosts);
  afterAll(() => hosts.close());

  /** What it answers to some words, until it closes. */
  const say = (words: string) =>
    new Promise<Buffer>((resolve) => {
      const pieces: Buffer[] = [];
      const connection = connect(`\0${hosts.lender.split(' ')[0]}`);
      connection.on('data', (piece: Buffer) => pieces.push(piece)).on('error', () => undefined);
      connection.on('close', () => resolve(Buffer.concat(pieces)));
      connection.write(words);
    });

  test('closes at the first letter that is not of its token', async () => {
    expect(await say('{')).toHaveLength(0);
    expect(await say(`${hosts.lender.split(' ')[1]!.slice(0, -1)}-`)).toHaveLength(0);
  });

  test('runs what an environment says, and passes on what was printed and the exit code', async () => {
    const env = { ...process.env, JETDEMON_ERROR: 'a broken workflow' };
    const answer = await say(`${hosts.lender.split(' ')[1]}${JSON.stringify(env)}\n`);
    const words = Buffer.from('a broken workflow\n');
    expect(answer).toEqual(
      Buffer.concat([Buffer.from([2, words.length, 0, 0, 0]), words, Buffer.from([0, 1, 0, 0, 0]), Buffer.from('1')]),
    );
  });
});
