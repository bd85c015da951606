// A known variation of a file of jets, row by row: a stretch of jets at a time, whatever the size of the file.
import { join } from 'node:path';
import { readJetChunks } from '../files/read.ts';
import { writeJetChunks } from '../files/write.ts';
import { withIdentity } from '../jets/identity.ts';
import type { Jets } from '../jets/jets.ts';

/** Writes jets.arrow of one folder to another, varied; the number of jets. A jet keeps the identity that it had. */
export async function varyFile(from: string, to: string, vary: (jets: Jets) => Jets): Promise<number> {
  const varied = async function* () {
    for await (const jets of readJetChunks(join(from, 'jets.arrow'))) yield vary(withIdentity(jets));
  };
  return writeJetChunks(join(to, 'jets.arrow'), varied());
}
