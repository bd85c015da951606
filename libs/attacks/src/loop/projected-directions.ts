// Where δ comes from in projected gradient descent: a walk inside the box, of which the best point is kept, jet by jet.
import type { Device } from '@jetdemon/compute';
import { valuesPerJet, type JetLayout } from '@jetdemon/data';
import type { Tagger } from '@jetdemon/models';
import type { Key } from '@jetdemon/workflow';
import type { ProjectedAttack } from './attack.ts';
import { counts, type DirectionSource } from './directions.ts';
import { meanProbabilities } from './mean-probabilities.ts';
import { slopesOf } from './slopes.ts';
import type { Smoothed } from './smeared-copies.ts';

/**
 * δ in [−1, 1] by `restarts` walks of `steps` steps, the first from δ = 0, each other from a uniform draw: δ ← clip(δ − α sign m)
 * with m ← μ m + g/‖g‖₁ and g = ∇_δ logit. Of all points that a jet has been at, δ = 0 among them, the one of the lowest logit is
 * handed on, so that more steps or restarts never give a weaker attack. A jet draws from a key of its own.
 */
export function projectedDirections(
  attack: ProjectedAttack,
  layout: JetLayout,
  device: Device,
  { target, key, smoothed }: { readonly target: Tagger; readonly key: Key; readonly smoothed?: Smoothed | undefined },
): DirectionSource {
  const { threat, steps, restarts, stepSize, momentum } = attack;
  const slopes = slopesOf(threat, layout, device, target, smoothed);
  const width = valuesPerJet(layout);
  const { length: each } = layout.features;
  const moving = layout.features.flatMap(({ move: how }, feature) => (how === 'frozen' ? [] : [feature]));
  const means = meanProbabilities();

  return {
    of({ jets: before, rows }) {
      const streams = Array.from(rows, (row) => key.split(row).uniform());
      const real = counts(before, layout);
      const ask = slopes({ jets: before, rows });
      const tell = means.ofBatch(rows.length);

      const start = (): Float32Array => {
        const direction = new Float32Array(before.length);
        streams.forEach((uniform, jet) => {
          for (let i = 0; i < real[jet]!; i++)
            for (const feature of moving) direction[jet * width + i * each + feature] = 2 * uniform() - 1;
        });
        return direction;
      };

      return {
        async at() {
          const best = {
            direction: new Float32Array(before.length),
            logits: new Float32Array(rows.length).fill(Infinity),
          };
          for (let restarted = 0; restarted < restarts; restarted++) {
            const direction = restarted === 0 ? new Float32Array(before.length) : start();
            const mean = new Float32Array(before.length);
            for (let step = 0; step <= steps; step++) {
              const { logits, gradient } = await ask(direction);
              rows.forEach((_, jet) => {
                const own = [jet * width, (jet + 1) * width] as const;
                if (logits[jet]! < best.logits[jet]!) {
                  best.logits[jet] = logits[jet]!;
                  best.direction.set(direction.subarray(...own), own[0]);
                }
              });
              tell(restarted * (steps + 1) + step, best.logits);
              if (step < steps) walk(direction, mean, gradient);
            }
          }
          return best.direction;
        },
        end: async () => {},
      };
    },
    response: means.response,
  };

  /** One step of every jet, in place. */
  function walk(direction: Float32Array, mean: Float32Array, gradient: Float32Array): void {
    for (let from = 0; from < direction.length; from += width) {
      let size = 0;
      for (let i = from; i < from + width; i++) size += Math.abs(gradient[i]!);
      for (let i = from; i < from + width; i++) {
        // Where the network is flat nothing pulls: what is left of earlier pulls goes on.
        mean[i] = momentum * mean[i]! + (size > 0 ? gradient[i]! / size : 0);
        direction[i] = Math.min(1, Math.max(-1, direction[i]! - stepSize * Math.sign(mean[i]!)));
      }
    }
  }
}
