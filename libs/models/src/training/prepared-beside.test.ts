import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDevice } from '@jetdemon/compute';
import { defaultLayout, readJets, rowsOf, split } from '@jetdemon/data';
import { keyOf } from '@jetdemon/workflow';
import { afterEach, expect, test, vi } from 'vitest';
import { createNetwork } from '../networks/index.ts';
import { preparedBeside } from './prepared-beside.ts';
import { train } from './train.ts';

const file = fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url));
const hl = createNetwork('hl', defaultLayout, { hidden: [16, 8] });

afterEach(() => vi.unstubAllEnvs());

async function openWith(threads: number) {
  vi.stubEnv('JETDEMON_THREADS', String(threads));
  return openDevice('cpu');
}

test.each(['scaled', 'raw'] as const)(
  'a training whose jets are prepared in another thread is the same, bit for bit: %s',
  async (inputs) => {
    const network = createNetwork('hl', defaultLayout, { hidden: [16, 8], inputs });
    const jets = split(await readJets(file), { train: 0.8, validation: 0.2, test: 0 }, keyOf(1));
    const data = { jets, train: rowsOf(jets, 'train'), validation: rowsOf(jets, 'validation'), file };
    const trained = async (threads: number) => {
      const device = await openWith(threads);
      expect(preparedBeside(network, device, 512) !== undefined).toBe(threads > 1);
      const scratch = await mkdtemp(join(tmpdir(), 'prepared-'));
      try {
        const { best, history } = await train(
          network,
          data,
          { device, key: keyOf(2), scratch },
          { epochs: 3, batchSize: 512, augment: 'reflect' },
        );
        return { best, history };
      } finally {
        await rm(scratch, { recursive: true });
      }
    };
    expect(await trained(2)).toEqual(await trained(1));
  },
);

test('small batches, and networks that need much of the jets, are prepared in the step', async () => {
  const device = await openWith(2);
  expect(preparedBeside(hl, device, 511)).toBeUndefined();
  expect(preparedBeside(createNetwork('pfn', defaultLayout, { phi: [8], f: [8] }), device, 512)).toBeUndefined();
});
