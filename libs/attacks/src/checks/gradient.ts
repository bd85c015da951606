// Signs that an attack along gradients fools itself: it is weaker than it seems, and so the classifier looks more robust than it is.
import type { AttackCheck } from '@jetdemon/artifacts';
import type { Jets } from '@jetdemon/data';
import type { Attack } from '../loop/attack.ts';
import { square } from '../queries/square.ts';
import type { Scales } from '../threat/budget.ts';
import {
  judged,
  logitsAfter,
  many,
  maskedGradients,
  rounding,
  sharesOf,
  unbounded,
  type CheckOptions,
} from './look.ts';

/** How an attack is asked for again: with another box, in another number of steps. */
export interface Checked {
  /** Half-width of the box: of pT relative to itself, of the angles. */
  readonly box: Scales;
  /** Steps that the attack takes as it was asked for. */
  readonly steps: number;
  make(box: Scales, steps: number): Attack;
}

/**
 * Four checks of an attack in the manner of Carlini et al., arXiv:1902.06705, §§4.1 to 4.5, and of Croce and Hein,
 * arXiv:2003.01690: twice the steps in the same box leave no jet more like signal; without a bound every jet is taken for
 * background; no jet is moved further by a random search in the same box; no jet is at a place where all slopes are zero.
 */
export async function checkGradient(
  jets: Jets,
  { box, steps, make }: Checked,
  options: CheckOptions,
): Promise<AttackCheck[]> {
  const { rows, queries, progress = () => {} } = options;
  progress('the attack as asked for', 0);
  const asked = await logitsAfter(jets, make(box, steps), options);
  progress('twice the steps', 0.1);
  const more = await logitsAfter(jets, make(box, 2 * steps), options);
  progress('an unbounded budget', 0.25);
  const wide = await logitsAfter(jets, make(unbounded, many), options);
  progress('a random search', 0.6);
  const searched = await logitsAfter(jets, square({ epsilon: box, iterations: 1, queries }), options);
  progress('slopes', 0.95);

  const { share, of } = sharesOf(rows);
  const weaker = share((jet) => more[jet]! > asked[jet]! + rounding);
  const unreached = share((jet) => !(wide[jet]! < 0));
  const beaten = share((jet) => searched[jet]! < asked[jet]! - rounding);
  return [
    judged('more steps', weaker, `twice the steps are never weaker; they were for ${of(weaker)}`),
    judged('unbounded budget', unreached, `without a bound every jet passes for background; ${of(unreached)} did not`),
    judged('random search', beaten, `a random search of ${queries} queries finds nothing better; it did for ${of(beaten)}`), // prettier-ignore
    await maskedGradients(jets, options),
  ];
}
