import { afterEach, expect, test, vi } from 'vitest';
import { openDevice } from '@jetdemon/compute';
import { scoreJets } from '@jetdemon/models';
import { fgsm } from '../gradient/fgsm.ts';
import { rowsWith, someJets } from '../testing/some-jets.ts';
import { smallPfn } from '../testing/targets.ts';
import { attackJets } from './attack-jets.ts';

afterEach(() => vi.unstubAllEnvs());

test('batches that go side by side give what they give one after the other, bit for bit', async () => {
  const jets = someJets(300);
  const rows = rowsWith(jets, 0, 1);
  const target = smallPfn();
  const attackedWith = async (threads: string) => {
    vi.stubEnv('JETDEMON_THREADS', threads);
    const device = await openDevice('cpu');
    const found = await attackJets(jets, fgsm({ iterations: 3 }), { device, rows, target, batchSize: 64 });
    return { ...found, scores: await scoreJets(target, found.jets, device, { rows, batchSize: 64 }) };
  };
  expect(await attackedWith('3')).toEqual(await attackedWith('1'));
});
