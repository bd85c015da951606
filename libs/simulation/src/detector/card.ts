// The card of a detector: what its YAML may say, and what must hold among its values. Not what is done with it.
// The model is the fast simulation of Delphes (arXiv:1307.6346, §3); data/cards/detector-atlas.yaml is an example.
import { readYaml } from '@jetdemon/workflow';
import * as z from 'zod';

const towersMax = 10_000_000;

const solenoid = z
  .strictObject({
    radiusM: z.number().positive().describe('radius of the cylinder on which particles enter the calorimeters [m]'),
    halfLengthM: z.number().positive().describe('half of its length along the beam [m]'),
    fieldTesla: z.number().describe('field along +z inside the cylinder [T]; 0 bends nothing'),
  })
  .describe('a cylinder around the origin, coaxial with the beam');

const ring = z
  .strictObject({
    etaEdges: z.array(z.number()).min(2).optional().describe('edges in η, increasing'),
    etaFrom: z.number().optional().describe('lowest edge in η of etaBins equal steps'),
    etaTo: z.number().optional().describe('highest edge in η of etaBins equal steps'),
    etaBins: z.int().min(1).max(10_000).optional().describe('number of equal steps in η'),
    phiBins: z.int().min(1).max(10_000).describe('towers around the full circle, the first one begins at φ = -π'),
  })
  .superRefine(({ etaEdges, etaFrom, etaTo, etaBins }, context) => {
    const steps = [etaFrom, etaTo, etaBins].filter((value) => value !== undefined).length;
    if (etaEdges ? steps > 0 : steps < 3) wrong(context, [], 'expected either etaEdges or etaFrom, etaTo and etaBins');
    else if (etaEdges) {
      const at = etaEdges.findIndex((edge, index) => index > 0 && edge <= etaEdges[index - 1]!);
      if (at > 0) wrong(context, ['etaEdges', at], `expected an edge > ${etaEdges[at - 1]}, found ${etaEdges[at]}`);
    } else if (etaTo! <= etaFrom!) wrong(context, ['etaTo'], `expected an edge > etaFrom ${etaFrom}, found ${etaTo}`);
  });

const fraction = z.number().min(0).max(1);

const fractions = z.strictObject({
  default: fraction.describe('share of the energy of every particle that byPdgId does not name'),
  byPdgId: z
    .record(z.string(), fraction)
    .default({})
    .superRefine((shares, context) => {
      for (const id of Object.keys(shares).filter((id) => !/^[1-9]\d{0,9}$/.test(id)))
        wrong(context, [id], `expected the |PDG code| of a particle, found ${id}`);
    })
    .describe('share by |PDG code|'),
});

const region = z
  .strictObject({
    absEtaMax: z.number().positive().describe('towers whose centre has |η| up to this, and above the region before'),
    constant: z.number().min(0).default(0).describe('C [1]'),
    stochasticSqrtGeV: z.number().min(0).default(0).describe('S [√GeV]'),
    noiseGeV: z.number().min(0).default(0).describe('N [GeV]'),
  })
  .describe('σ(E)² = C² E² + S² E + N²');

const calorimeter = z
  .strictObject({
    name: z.string().min(1).describe('what messages call it'),
    measures: z.enum(['electromagnetic', 'hadronic']).describe('which column of towers it fills'),
    towers: z.array(ring).min(1).describe('rings of towers in ascending η, each beginning where the last one ends'),
    energyFractions: fractions,
    resolution: z.array(region).min(1).describe('regions in ascending |η|, covering all towers'),
    energyMinGeV: z.number().min(0).default(0).describe('towers below this after smearing are dropped [GeV]'),
    significanceMin: z.number().min(0).default(0).describe('towers with E below this many σ(E) are dropped'),
    position: z
      .enum(['uniform', 'centre'])
      .default('uniform')
      .describe('where in its edges a tower is said to be: drawn uniformly in η and φ, or their middle'),
  })
  .superRefine(({ towers, resolution }, context) => {
    towers.forEach((next, index) => {
      const before = towers[index - 1];
      if (before && etaEdgesOf(before).at(-1) !== etaEdgesOf(next)[0]) {
        const end = etaEdgesOf(before).at(-1);
        wrong(context, ['towers', index], `expected a ring from η ${end} on, found ${etaEdgesOf(next)[0]}`);
      }
    });
    const at = resolution.findIndex(({ absEtaMax }, index) => absEtaMax <= (resolution[index - 1]?.absEtaMax ?? 0));
    if (at > 0) {
      const expected = `expected absEtaMax > ${resolution[at - 1]!.absEtaMax}`;
      wrong(context, ['resolution', at, 'absEtaMax'], `${expected}, found ${resolution[at]!.absEtaMax}`);
    }
    const farthest = Math.max(...towers.flatMap((ring) => centresOf(etaEdgesOf(ring)).map(Math.abs)));
    const { absEtaMax } = resolution.at(-1)!;
    if (farthest > absEtaMax)
      wrong(context, ['resolution'], `expected regions up to |η| ${farthest} of the last tower, found ${absEtaMax}`);
  });

const card = z
  .strictObject({
    title: z.string().min(1).describe('what it describes, in one line'),
    solenoid,
    calorimeters: z.array(calorimeter).min(1).describe('each fills towers of its own'),
  })
  .superRefine(({ calorimeters }, context) => {
    const rings = calorimeters.flatMap(({ towers }) => towers);
    const count = rings.reduce((sum, ring) => sum + (etaEdgesOf(ring).length - 1) * ring.phiBins, 0);
    if (count > towersMax) wrong(context, ['calorimeters'], `expected at most ${towersMax} towers, found ${count}`);
    calorimeters.forEach(({ towers }, index) => {
      const eta = etaEdgesOf(towers[0]!)[0]!;
      const here = calorimeters.filter(({ towers }) => {
        const [first, last] = [towers[0]!, towers.at(-1)!];
        return etaEdgesOf(first)[0]! <= eta && eta < etaEdgesOf(last).at(-1)!;
      });
      const share = (id: string) => here.reduce((sum, { energyFractions: f }) => sum + (f.byPdgId[id] ?? f.default), 0);
      const ids = new Set(here.flatMap(({ energyFractions }) => Object.keys(energyFractions.byPdgId)));
      const id = ['default', ...ids].find((id) => share(id) > 1 + 1e-9);
      if (id === undefined) return;
      const names = here.map(({ name }) => name).join(' and ');
      const found = `expected shares of ${names} that sum to at most 1, found ${share(id)}`;
      wrong(context, ['calorimeters', index, 'energyFractions'], `${id}: ${found}`);
    });
  });

export type DetectorCard = z.output<typeof card>;
export type Ring = z.output<typeof ring>;

/**
 * Reads the text of a card; `file` names it in messages.
 *
 * @throws WorkflowErrors with everything that is wrong, each with line and column.
 */
export function parseCard(file: string, text: string): DetectorCard {
  return readYaml(file, text, card);
}

/** Edges in η of a ring, [etaBins + 1]. */
export function etaEdgesOf({ etaEdges, etaFrom, etaTo, etaBins }: Ring): readonly number[] {
  if (etaEdges) return etaEdges;
  const [from, to, bins] = [etaFrom!, etaTo!, etaBins!];
  return Array.from({ length: bins + 1 }, (_, index) => (index === bins ? to : from + (index * (to - from)) / bins));
}

const centresOf = (edges: readonly number[]) => edges.slice(1).map((edge, index) => (edge + edges[index]!) / 2);

function wrong(context: z.core.$RefinementCtx, path: PropertyKey[], message: string): void {
  context.addIssue({ code: 'custom', path, message, continue: false });
}
