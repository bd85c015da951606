// Signs that a random search fools itself, or that what it searched hides its gradient.
import type { AttackCheck } from '@jetdemon/artifacts';
import type { Jets } from '@jetdemon/data';
import { pgd } from '../gradient/pgd.ts';
import { square } from '../queries/square.ts';
import type { Scales } from '../threat/budget.ts';
import { half, judged, logitsAfter, many, maskedGradients, rounding, sharesOf, unbounded, type CheckOptions } from './look.ts'; // prettier-ignore

/**
 * Twice the queries are weaker for less than half of the jets, as a search of more draws others; without a bound every jet is
 * taken for background; and where the classifier has a gradient, no jet is moved further than by 20 steps along it in the same
 * box, twice, and no jet is at a place where all slopes are zero.
 */
export async function checkSquare(jets: Jets, box: Scales, options: CheckOptions): Promise<AttackCheck[]> {
  const { rows, target, queries, progress = () => {} } = options;
  const searched = (epsilon: Scales, asked: number) =>
    logitsAfter(jets, square({ epsilon, iterations: 1, queries: asked }), options);
  progress('the search as asked for', 0);
  const asked = await searched(box, queries);
  progress('twice the queries', 0.2);
  const more = await searched(box, 2 * queries);
  progress('an unbounded budget', 0.5);
  const wide = await searched(unbounded, Math.max(many, queries));
  const { share, of } = sharesOf(rows);
  const weaker = share((jet) => more[jet]! > asked[jet]! + rounding);
  const unreached = share((jet) => !(wide[jet]! < 0));
  const checks = [
    judged('more steps', weaker, `twice the queries are weaker for less than half of the jets; they were for ${of(weaker)}`, half), // prettier-ignore
    judged('unbounded budget', unreached, `without a bound every jet passes for background; ${of(unreached)} did not`),
  ];
  if (target.gradient === 'none') return checks;
  progress('along the gradient', 0.8);
  const led = await logitsAfter(jets, pgd({ epsilon: box, iterations: 1, steps: 20, restarts: 2 }), options);
  const beyond = share((jet) => asked[jet]! < led[jet]! - rounding);
  return [
    ...checks,
    judged('gradient', beyond, `nothing is found that the gradient does not lead to; it was for ${of(beyond)}`),
    await maskedGradients(jets, options),
  ];
}
