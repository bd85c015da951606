// A file of 100,000 jets, read, checked and padded into batches.
import { batches, readJets } from '@jetdemon/data';
import type { MakeWorkload } from './workload.ts';

export const reading: MakeWorkload = async (_, batch) => ({
  about: '100,000 jets from file to padded batches',
  warmUp: 1,
  async run() {
    let count = 0;
    for (const { size } of batches(await readJets('data/jets-100k.arrow'), { size: batch })) count += size;
    return count;
  },
});
