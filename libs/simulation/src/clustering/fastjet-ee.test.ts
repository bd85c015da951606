// e⁺e⁻ jets equal FastJet's: of an event of ten particles, by hand, and of a hundred e⁺e⁻ → H events, where they are at hand.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readHepMc3 } from '../events/hepmc3.ts';
import { contentsOf } from '../events/source.ts';
import { cluster } from './cluster.ts';
import { constituents } from './history.ts';
import { azimuth, rapidity } from './momentum.ts';
import { momentaOf } from './testing/momenta.ts';

const ten = momentaOf([
  [21, -2, 0, 21.1],
  [1, -15, -17, 22.7],
  [-1, -2, 3, 3.8],
  [9, -11, -52, 54],
  [13, -8, -12, 19.5],
  [7, 11, -1, 13.1],
  [1, 13, -32, 34.6],
  [2, -6, 13, 14.5],
  [55, 1, -31, 63.2],
  [2, 9, -6, 11.1],
]);

// FastJet 3.4.0: sorted_by_pt(ClusterSequence(particles, JetDefinition(ee_genkt_algorithm, R, p)).inclusive_jets()), where
// particles are PseudoJets of the rows above with their number as user index; per jet the sorted indices of constituents().
test.each([
  { p: -1, radius: 1, expected: [[0, 1, 3, 4, 6, 8], [5, 9], [2, 7]] }, // prettier-ignore
  { p: 0, radius: 1, expected: [[0, 4, 8], [5, 9], [1, 3, 6], [2, 7]] }, // prettier-ignore
  { p: 1, radius: 1, expected: [[0, 1, 3, 4, 8], [5, 6, 9], [2, 7]] }, // prettier-ignore
  { p: -0.5, radius: 0.7, expected: [[0, 4, 8], [1, 3], [6, 9], [5], [2, 7]] }, // prettier-ignore
  { p: 2, radius: 1.5, expected: [[0, 1, 3, 4, 5, 6, 8, 9], [2, 7]] }, // prettier-ignore
  { p: -1, radius: 4, expected: [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]] },
])('jets of ten particles, p = $p, R = $radius', ({ p, radius, expected }) => {
  const found = cluster(ten, { algorithm: 'ee-genkt', p, radius });
  expect(constituents(found).map((list) => [...list])).toEqual(expected);
  for (const column of ['px', 'py', 'pz', 'energy'] as const)
    expected.forEach((jet, i) =>
      expect(found.jets[column][i]).toBeCloseTo(
        jet.reduce((sum, particle) => sum + ten[column][particle]!, 0),
        11,
      ),
    );
});

interface Expected {
  readonly jetid: number;
  readonly jets: readonly { readonly pt: number; readonly rap: number; readonly phi: number }[];
}

const external = (name: string) =>
  fileURLToPath(new URL(`../../../../../shared/data/external/${name}`, import.meta.url));
const eeH = external('events.eeH.hepmc3.zst');
const fastjet = external('jet-collections-fastjet-inclusive-EEKt-p-1-R1.0.json.zst');
/** GeV; those jets are of all stable particles, neutrinos included, descending pT, and go down to this pT. */
const ptMinGeV = 5;

// Of JetReconstruction.jl's test data: ten digits after the point.
test.skipIf(!existsSync(eeH) || !existsSync(fastjet))('jets of e+e- to H events, p = -1, R = 1', async () => {
  const expected = JSON.parse(await textOf(fastjet)) as Expected[];
  let at = 0;
  for await (const { particles } of readHepMc3(eeH)) {
    const { jets } = cluster(particles, { algorithm: 'ee-genkt', radius: 1 });
    const found = [...jets.px].map((px, i) => {
      const [py, pz, energy] = [jets.py[i]!, jets.pz[i]!, jets.energy[i]!];
      return { pt: Math.hypot(px, py), rap: rapidity(px * px + py * py, pz, energy), phi: azimuth(px, py) };
    });
    const hard = found.filter(({ pt }) => pt >= ptMinGeV);
    const { jets: wanted, jetid } = expected[at++]!;
    expect(hard.length, `event ${jetid}`).toBe(wanted.length);
    wanted.forEach(({ pt, rap, phi }, i) => {
      expect(Math.abs(hard[i]!.pt - pt)).toBeLessThan(1e-9);
      expect(Math.abs(hard[i]!.rap - rap)).toBeLessThan(1e-9);
      expect(Math.abs(hard[i]!.phi - phi)).toBeLessThan(1e-9);
    });
  }
  expect(at).toBe(expected.length);
});

async function textOf(file: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of contentsOf(file)) pieces.push(piece.slice());
  return Buffer.concat(pieces).toString('utf8');
}
