// Inputs of the clustering: towers of the reference events, and synthetic events. Called from the root of the
// repository.
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { towerMomenta } from '@jetdemon/simulation';
import { syntheticEvents } from './synthetic.ts';

const bundled = 'libs/simulation/src/testing/events-mini-6.jsonl.gz';
const shared = ['dijet', 'zgamma'].map((process) => `../shared/data/events-${process}-100.jsonl`);

/** All 200 events where the data lie beside the repository, else the six within it. */
function towers(): number[] {
  const texts = shared.every((file) => existsSync(file))
    ? shared.map((file) => readFileSync(file, 'utf8'))
    : [gunzipSync(readFileSync(bundled)).toString('utf8')];
  const numbers: number[] = [];
  for (const line of texts.flatMap((text) => text.trimEnd().split('\n'))) {
    const { towers } = JSON.parse(line) as { towers: [number, number, number, number][] };
    const column = (at: 1 | 2 | 3) => Float64Array.from(towers, (tower) => tower[at]);
    const calorimeter = Uint8Array.from(towers, ([kind]) => kind);
    const { px, py, pz, energy } = towerMomenta({ calorimeter, energyGeV: column(1), eta: column(2), phi: column(3) });
    numbers.push(towers.length);
    for (let i = 0; i < towers.length; i++) numbers.push(px[i]!, py[i]!, pz[i]!, energy[i]!);
  }
  return numbers;
}

/** Per event the number of particles, then px, py, pz, E [GeV] of each. */
export const workloads: Readonly<Record<string, () => number[]>> = {
  towers,
  'synthetic-2000': () => syntheticEvents(20, 2000, 'synthetic-2000'),
  'synthetic-10000': () => syntheticEvents(5, 10_000, 'synthetic-10000'),
};
