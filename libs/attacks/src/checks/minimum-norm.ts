// Signs that the smallest move across a threshold is not the smallest that could be found.
import type { AttackCheck } from '@jetdemon/artifacts';
import { normal, valuesPerJet, type Jets } from '@jetdemon/data';
import type { NearestAttack } from '../loop/attack.ts';
import { attackJets } from '../loop/attack-jets.ts';
import { counts } from '../loop/directions.ts';
import { smallestBudget } from '../loop/nearest-directions.ts';
import { slopesOf } from '../loop/slopes.ts';
import { batchesOf, judged, many, maskedGradients, rounding, sharesOf, type CheckOptions } from './look.ts';

/** Shares of a move that are searched at random: as far as was found necessary, and less. */
const below = 0.99;

/**
 * Twice the projections find no larger move, for any jet; with many of them and no bound every jet crosses; none of so many random
 * moves of nearly the size that was found crosses; no jet is at a place where all slopes are zero.
 *
 * @param make the attack with so many projections and without a budget
 */
export async function checkMinimumNorm(
  jets: Jets,
  { steps, make }: { readonly steps: number; make(steps: number): NearestAttack },
  options: CheckOptions,
): Promise<AttackCheck[]> {
  const { device, target, rows, queries, progress = () => {} } = options;
  const budgetsBy = async (projections: number): Promise<Float64Array> => {
    const { jets: moved } = await attackJets(jets, make(projections), { device, target, rows });
    const { values } = moved.reference![smallestBudget.name]!;
    return Float64Array.from(rows, (row) => values[row]!);
  };
  progress('the attack as asked for', 0);
  const asked = await budgetsBy(steps);
  progress('twice the projections', 0.2);
  const more = await budgetsBy(2 * steps);
  progress('an unbounded budget', 0.4);
  const wide = steps >= many ? asked : await budgetsBy(many);
  progress('random moves', 0.7);
  const crossed = await crossesAtRandom(jets, make(steps), asked, options);

  const { share, of } = sharesOf(rows);
  const larger = share((jet) => more[jet]! > asked[jet]! * (1 + rounding));
  const unreached = share((jet) => wide[jet] === Infinity);
  const beaten = share((jet) => crossed[jet]!);
  return [
    judged('more steps', larger, `twice the steps never need a larger move; they did for ${of(larger)}`),
    judged('unbounded budget', unreached, `without a bound every jet crosses the threshold; ${of(unreached)} did not`),
    judged('random search', beaten, `none of ${queries} random moves of nearly that size crosses; one did for ${of(beaten)}`), // prettier-ignore
    await maskedGradients(jets, options),
  ];
}

/** Whether any of so many random moves of nearly the size that was found takes a jet across. */
async function crossesAtRandom(
  jets: Jets,
  attack: NearestAttack,
  budgets: Float64Array,
  options: CheckOptions,
): Promise<boolean[]> {
  const { device, target, key, queries } = options;
  const slopes = slopesOf(attack.threat, jets.layout, device, target);
  const measure = device.compile(({ jets: some }) => ({ units: attack.unitsOf(some!, jets.layout) }));
  const [width, each] = [valuesPerJet(jets.layout), jets.layout.features.length];
  const edge = Math.log(attack.threshold / (1 - attack.threshold));
  const crossed: boolean[] = [];
  for (const batch of batchesOf(jets, options)) {
    const shape = [batch.jets.length / width, jets.layout.constituents, each];
    const { units } = await measure({ jets: { data: batch.jets, shape, dtype: 'float32' } });
    const real = counts(batch.jets, jets.layout);
    const ask = slopes(batch);
    const streams = Array.from(batch.rows, (row) => key.split('random moves').split(row).uniform());
    const first = crossed.length;
    batch.rows.forEach(() => crossed.push(false));
    for (let query = 0; query < queries; query++) {
      const move = new Float32Array(batch.jets.length);
      streams.forEach((uniform, jet) => {
        const size = budgets[first + jet]!;
        if (!(size > 0 && size < Infinity)) return;
        const drawn = Float64Array.from({ length: real[jet]! * each }, () => normal(uniform));
        const length = Math.hypot(...drawn.map((value, i) => (units!.data[jet * width + i]! > 0 ? value : 0)));
        drawn.forEach((value, i) => (move[jet * width + i] = (value / length) * below * size * units!.data[jet * width + i]!)); // prettier-ignore
      });
      const { logits } = await ask(move);
      batch.rows.forEach((_, jet) => {
        const size = budgets[first + jet]!;
        if (size > 0 && size < Infinity && logits[jet]! < edge) crossed[first + jet] = true;
      });
    }
  }
  return crossed;
}
