// Signs that an attack fools itself: it is weaker than it seems, and so the classifier looks more robust than it is.
import type { AttackCheck } from '@jetdemon/artifacts';
import { batchOf, valuesPerJet, type Jets } from '@jetdemon/data';
import type { Key } from '@jetdemon/workflow';
import type { Device } from '@jetdemon/compute';
import type { Tagger } from '@jetdemon/models';
import type { Attack } from '../loop/attack.ts';
import { attackJets } from '../loop/attack-jets.ts';
import { sortConstituents } from '../loop/order.ts';
import { slopesOf } from '../loop/slopes.ts';
import { square } from '../queries/square.ts';
import { displacement } from '../threat/resolution.ts';
import type { Scales } from '../threat/budget.ts';

/** How an attack is asked for again: with another box, in another number of steps. */
export interface Checked {
  /** Half-width of the box: of pT relative to itself, of the angles. */
  readonly box: Scales;
  /** Steps that the attack takes as it was asked for. */
  readonly steps: number;
  make(box: Scales, steps: number): Attack;
}

export interface CheckOptions {
  readonly device: Device;
  readonly target: Tagger;
  readonly key: Key;
  readonly rows: Int32Array;
  /** Of the random search, for each jet. */
  readonly queries: number;
  readonly progress?: (done: string, fraction: number) => void;
}

/** A box that leaves nothing of a jet: constituents of a tenth to nearly twice their pT, anywhere within a radian. */
const unbounded: Scales = { pt: 0.9, eta: 1, phi: 1 };
/** In so many steps. */
const many = 100;
/** Share of jets that may speak against a check: rounding, and a jet or two. */
const few = 0.01;
/** Logits closer than this are the same in single precision. */
const rounding = 1e-3;

/**
 * Four checks of an attack in the manner of Carlini et al., arXiv:1902.06705, §§4.1 to 4.5, and of Croce and Hein,
 * arXiv:2003.01690: twice the steps in the same box leave no jet more like signal; without a bound every jet is taken for
 * background; no jet is moved further by a random search in the same box; no jet is at a place where all slopes are zero.
 */
export async function selfCheck(
  jets: Jets,
  { box, steps, make }: Checked,
  options: CheckOptions,
): Promise<AttackCheck[]> {
  const { rows, queries, progress = () => {}, ...given } = options;
  const logitsAfter = async (attack: Attack) => {
    const { jets: moved } = await attackJets(jets, attack, { ...given, rows });
    return (await look(sortConstituents(moved), rows, given)).logits;
  };
  progress('the attack as asked for', 0);
  const asked = await logitsAfter(make(box, steps));
  progress('twice the steps', 0.1);
  const more = await logitsAfter(make(box, 2 * steps));
  progress('an unbounded budget', 0.25);
  const wide = await logitsAfter(make(unbounded, many));
  progress('a random search', 0.6);
  const searched = await logitsAfter(square({ epsilon: box, iterations: 1, queries }));
  progress('slopes', 0.95);
  const { flat } = await look(jets, rows, given);

  const share = (speaksAgainst: (jet: number) => boolean): number =>
    rows.length === 0 ? 0 : [...rows.keys()].filter(speaksAgainst).length / rows.length;
  const weaker = share((jet) => more[jet]! > asked[jet]! + rounding);
  const unreached = share((jet) => !(wide[jet]! < 0));
  const beaten = share((jet) => searched[jet]! < asked[jet]! - rounding);
  const masked = share((jet) => flat[jet]!);
  const of = (part: number) => `${Math.round(part * rows.length)} of ${rows.length} jets`;
  return [
    judged('more steps', weaker, `twice the steps are never weaker; they were for ${of(weaker)}`),
    judged('unbounded budget', unreached, `without a bound every jet passes for background; ${of(unreached)} did not`),
    judged(
      'random search',
      beaten,
      `a random search of ${queries} queries finds nothing better; it did for ${of(beaten)}`,
    ),
    judged('masked gradients', masked, `no jet has slopes of zero alone; ${of(masked)} have`),
  ];
}

const judged = (check: AttackCheck['check'], found: number, statement: string): AttackCheck => ({
  ...{ check, holds: found <= few, found, limit: few, statement },
});

/** Logits of jets in descending pT, and whether all slopes of each are zero. */
async function look(
  jets: Jets,
  rows: Int32Array,
  { device, target }: Pick<CheckOptions, 'device' | 'target'>,
): Promise<{ logits: number[]; flat: boolean[] }> {
  const slopes = slopesOf(displacement, jets.layout, device, target);
  const width = valuesPerJet(jets.layout);
  const size = Math.min(256, rows.length, target.jetsPerCall ?? 256);
  const [logits, flat]: [number[], boolean[]] = [[], []];
  for (let first = 0; first < rows.length; first += size) {
    const here = rows.slice(first, first + size);
    const padded = new Float32Array(size * width);
    padded.set(batchOf(jets, here).jets);
    const found = await slopes({ jets: padded, rows: here })(new Float32Array(padded.length));
    here.forEach((_, jet) => {
      logits.push(found.logits[jet]!);
      flat.push(found.gradient.subarray(jet * width, (jet + 1) * width).every((slope) => slope === 0));
    });
  }
  return { logits, flat };
}
