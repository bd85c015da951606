// Where δ comes from when the smallest move across a threshold is looked for: projections onto the linearised boundary.
import type { Device } from '@jetdemon/compute';
import { valuesPerJet, type JetLayout } from '@jetdemon/data';
import { padded, type Tagger } from '@jetdemon/models';
import { InputError } from '@jetdemon/workflow';
import type { NearestAttack } from './attack.ts';
import type { DirectionSource, PaddedBatch } from './directions.ts';
import { meanProbabilities } from './mean-probabilities.ts';
import { slopesOf } from './slopes.ts';

/** Constants of FAB, Algorithm 1 of arXiv:1907.02044: overshoot η, what a step back leaves of a move β, largest bias α. */
const [overshoot, left, largestBias] = [1.05, 0.9, 0.1] as const;
/** Halvings of the last stretch: the move is known to 2⁻¹⁰ of itself. */
const halvings = 10;

/** Name and meaning of the number that each attacked jet gets. */
export const smallestBudget = {
  name: 'smallest_budget',
  unit: '1',
  description:
    'size of the smallest move found that takes P(signal) below the threshold, in units of the resolution; 0: is below ' +
    'already, infinite: none found, NaN: not attacked',
} as const;

/**
 * The move u in units of the resolution, of smallest ℓ2 norm found, with logit(u) < logit of the threshold: the Fast Adaptive
 * Boundary attack for two classes without a box, Algorithm 1 of arXiv:1907.02044, then the stretch from the jet as it is to the
 * best point halved ten times. An upper bound of the smallest there is; the same for networks that are linear in u.
 */
export function nearestDirections(
  attack: NearestAttack,
  layout: JetLayout,
  device: Device,
  target: Tagger,
): DirectionSource {
  const slopes = slopesOf(attack.threat, layout, device, target);
  const measure = device.compile(({ jets }) => ({ units: attack.unitsOf(jets!, layout) }));
  const width = valuesPerJet(layout);
  const edge = Math.log(attack.threshold / (1 - attack.threshold));
  const means = meanProbabilities();

  const unitsOf = async ({ jets, rows }: PaddedBatch): Promise<Float32Array> => {
    const { units } = await measure({ jets: padded(jets, layout) });
    const found = units!.data as Float32Array;
    const wrong = found.subarray(0, rows.length * width).findIndex((unit) => !(unit >= 0 && unit < Infinity));
    if (wrong < 0) return found;
    const row = rows[Math.floor(wrong / width)]!;
    const [each, at] = [layout.features.length, wrong % width];
    const where = `${layout.features[at % each]!.name} of constituent ${Math.floor(at / each)} of jet ${row}`;
    throw new InputError(`resolution: expected a number of at least 0, found ${found[wrong]} for ${where}`, undefined, {
      row,
    });
  };

  return {
    column: smallestBudget,
    of(batch) {
      const { jets, rows } = batch;
      const ask = slopes(batch);
      const tell = means.ofBatch(rows.length);
      const budgets = new Float64Array(rows.length).fill(Infinity);
      return {
        async at() {
          const units = await unitsOf(batch);
          const value = async (u: Float64Array) => {
            const { logits, gradient } = await ask(Float32Array.from(u, (x, i) => x * units[i]!));
            return { above: Array.from(rows, (_, jet) => logits[jet]! - edge), logits, gradient };
          };
          let u: Float64Array = new Float64Array(jets.length);
          const best = new Float64Array(jets.length);
          let found = await value(u);
          tell(0, found.logits);
          found.above.forEach((above, jet) => {
            if (above < 0) budgets[jet] = 0;
          });
          const open = budgets.map((budget) => (budget === 0 ? 0 : 1));
          for (let step = 0; step < attack.steps && open.includes(1); step++) {
            const next = u.slice();
            open.forEach((is, jet) => {
              if (!is) return;
              const own = [jet * width, (jet + 1) * width] as const;
              const slope = Float64Array.from(found.gradient.subarray(...own), (g, i) => g * units[own[0] + i]!);
              // Where the network is flat there is nowhere to go.
              if (!project(next.subarray(...own), slope, found.above[jet]!)) open[jet] = 0;
            });
            found = await value(next);
            let stepped = false;
            open.forEach((is, jet) => {
              if (!is || !(found.above[jet]! < 0)) return;
              const own = next.subarray(jet * width, (jet + 1) * width);
              const size = Math.hypot(...own);
              if (size < budgets[jet]!) {
                budgets[jet] = size;
                best.set(own, jet * width);
              }
              own.forEach((x, i) => (own[i] = left * x));
              stepped = true;
            });
            u = next;
            if (stepped && step + 1 < attack.steps) found = await value(u);
          }
          await shorten(best, budgets, value);
          const moved = budgets.map((budget) => (budget <= attack.budget ? 1 : 0));
          const direction = Float32Array.from(best, (x, i) => (moved[Math.floor(i / width)] ? x * units[i]! : 0));
          tell(1, (await ask(direction)).logits);
          return direction;
        },
        end: async () => {},
        values: () => budgets,
      };
    },
    response: means.response,
  };

  /** Halves the stretch between a move that does not cross and the best that does, in place. */
  async function shorten(
    best: Float64Array,
    budgets: Float64Array,
    value: (u: Float64Array) => Promise<{ readonly above: readonly number[] }>,
  ): Promise<void> {
    const [low, high] = [new Float64Array(budgets.length), new Float64Array(budgets.length).fill(1)];
    const along = (share: Float64Array) => best.map((x, i) => x * (share[Math.floor(i / width)] ?? 0));
    for (let halving = 0; halving < halvings; halving++) {
      const middle = low.map((share, jet) => (share + high[jet]!) / 2);
      const { above } = await value(along(middle));
      above.forEach((still, jet) => (still < 0 ? (high[jet] = middle[jet]!) : (low[jet] = middle[jet]!)));
    }
    best.set(along(high));
    budgets.forEach((budget, jet) => {
      if (budget > 0 && budget < Infinity) budgets[jet] = budget * high[jet]!;
    });
  }
}

/**
 * x ← (1 − α)(x + η d) + α η d₀ in place, with d and d₀ the projections of x and of the jet as it is, 0, onto the hyperplane
 * f(x) + ⟨slope, z − x⟩ = 0 and α = min(‖d‖ / (‖d‖ + ‖d₀‖), 0.1). False for a slope of zero.
 */
function project(x: Float64Array, slope: Float64Array, value: number): boolean {
  let [squared, inner] = [0, 0];
  slope.forEach((g, i) => {
    squared += g * g;
    inner += g * x[i]!;
  });
  if (!(squared > 0)) return false;
  const [own, first] = [-value / squared, (inner - value) / squared];
  const [near, far] = [Math.abs(own), Math.abs(first)];
  const bias = near + far > 0 ? Math.min(near / (near + far), largestBias) : 0;
  slope.forEach((g, i) => (x[i] = (1 - bias) * (x[i]! + overshoot * own * g) + bias * overshoot * first * g));
  return true;
}
