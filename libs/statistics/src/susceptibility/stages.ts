// Results of the kind `significance` as stages of training: which stage each is, and which of its variations counts.
import { InputError, type Input } from '@jetdemon/workflow';
import type { Network } from './measure.ts';
import { namedBy } from '../inputs/select-nodes.ts';
import { checkAgree, type Run } from '../significance/runs.ts';

export interface NetworkNames {
  /** Node reference -> stage, for nodes without an axis `stage`. */
  readonly names: Readonly<Record<string, string>>;
  /** Names of variations, of which each result must have exactly one. */
  readonly variations: readonly string[];
}

/**
 * One network per result: its stage is its axis `stage`, else what `names` says; its seed its axis `seed`, else 'only'.
 *
 * @throws InputError when a result has no stage or not exactly one of the variations, when two are of the same stage and
 * seed, or when they are not of the same test jets and conventions
 */
export function networksOf(runs: readonly Run[], { names, variations }: NetworkNames): Network[] {
  checkAgree(runs, 'test jets', ({ jets }) => `${jets.signal} signal, ${jets.background} background`);
  checkAgree(runs, 'an interval', ({ convention }) => convention.interval);
  const inputs = runs.map(({ input }) => input);
  const named = new Map<Input, string>();
  for (const [reference, stage] of Object.entries(names)) {
    for (const input of namedBy(reference, inputs, `names.${reference}`)) {
      const already = named.get(input) ?? input.axes['stage'];
      if (already !== undefined) {
        throw new InputError(
          `names.${reference}: expected a node without a stage, ${input.node} is ${already} already`,
        );
      }
      named.set(input, stage);
    }
  }
  const seen = new Map<string, string>();
  return runs.map(({ input, metrics, replicas }) => {
    const { node, axes } = input;
    const stage = axes['stage'] ?? named.get(input);
    if (stage === undefined) {
      throw InputError.at({ node }, `expected an axis stage, or a stage under names, found neither`);
    }
    const network = { stage: String(stage), seed: String(axes['seed'] ?? 'only') };
    const twin = seen.get(`${network.stage} ${network.seed}`);
    if (twin !== undefined)
      throw InputError.at({ node }, `expected another stage or seed than ${twin}, found the same`);
    seen.set(`${network.stage} ${network.seed}`, node);
    const found = variations.filter((name) => Object.hasOwn(metrics.variations, name));
    if (found.length !== 1) {
      const has = Object.keys(metrics.variations).join(', ') || 'none';
      throw InputError.at({ node }, `expected exactly one of the variations ${variations.join(', ')}, found ${has}`);
    }
    const place = `variations/${found[0]!}/loss_at_nominal_optimum`;
    const [auc, loss] = [replicas.get('auc'), replicas.get(place)];
    return {
      ...network,
      auc: metrics.auc,
      loss: metrics.variations[found[0]!]!.loss_at_nominal_optimum,
      replicas: auc && loss && { auc, loss },
    };
  });
}
