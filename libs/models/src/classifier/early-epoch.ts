// A network as it was early in its training: which of the epochs kept is so good, and that epoch as a classifier.
import { InputError } from '@jetdemon/workflow';
import { readSeen } from './seen.ts';
import { loadTrained, readDescription, readHistory, saveClassifier } from './store.ts';

/** An epoch of which the weights were kept. */
export interface KeptEpoch {
  readonly epoch: number;
  readonly validationAuc: number;
}

/** How far between two networks. */
export interface Between {
  /** Validation AUC at progress 0. */
  readonly referenceAuc: number;
  /** Validation AUC at progress 1. */
  readonly fullAuc: number;
  readonly progress: number;
}

export interface Stage extends KeptEpoch {
  /** (1 − progress) · AUC of the reference + progress · AUC fully trained. */
  readonly targetAuc: number;
  /** Every progress from the first to the second gives this same epoch. */
  readonly sameForProgress: readonly [number, number];
}

/** The epoch whose validation AUC is nearest to the target, the earliest of several; `epochs` is not empty. */
export function stageOf(epochs: readonly KeptEpoch[], { referenceAuc, fullAuc, progress }: Between): Stage {
  const targetAuc = (1 - progress) * referenceAuc + progress * fullAuc;
  const away = ({ validationAuc }: KeptEpoch) => Math.abs(validationAuc - targetAuc);
  const nearest = [...epochs].sort((a, b) => away(a) - away(b) || a.epoch - b.epoch)[0]!;
  const { epoch, validationAuc } = nearest;
  const others = epochs.map((other) => other.validationAuc);
  const below = Math.max(...others.filter((auc) => auc < validationAuc));
  const above = Math.min(...others.filter((auc) => auc > validationAuc));
  const progressAt = (auc: number) => Math.min(1, Math.max(0, (auc - referenceAuc) / (fullAuc - referenceAuc)));
  const sameForProgress =
    fullAuc > referenceAuc
      ? ([progressAt((below + validationAuc) / 2), progressAt((above + validationAuc) / 2)] as const)
      : ([0, 1] as const);
  return { epoch, validationAuc, targetAuc, sameForProgress };
}

/**
 * Writes the classifier of folder `classifier` as it was at the epoch that `progress` picks, one of its snapshots or its
 * best epoch, with its history until then. Both AUCs are those of the validation jets; epochs after the best one, where
 * training no longer helped, are left aside.
 *
 * @throws InputError for a classifier without snapshots, or one that never was as good as the reference
 */
export async function undertrain(
  { classifier, reference, progress }: { classifier: string; reference: string; progress: number },
  output: string,
): Promise<Stage> {
  const { best, snapshots } = await readDescription(classifier);
  const { validationAuc: referenceAuc } = (await readDescription(reference)).best;
  if (snapshots.length === 0) {
    throw new InputError('classifier: expected snapshots of its training, found none: train it with snapshots: all');
  }
  if (referenceAuc > best.validationAuc) {
    const auc = `validation AUC of at least that of the reference, ${referenceAuc.toFixed(4)}`;
    throw new InputError(`classifier: expected a ${auc}, found ${best.validationAuc.toFixed(4)}: train it longer`);
  }
  const kept = [...snapshots.filter(({ epoch }) => epoch < best.epoch), best];
  const stage = stageOf(kept, { referenceAuc, fullAuc: best.validationAuc, progress });
  const { epoch } = stage;
  const { weights, contrast, ...network } = await loadTrained(
    classifier,
    epoch === best.epoch ? {} : { snapshot: epoch },
  );
  const history = (await readHistory(classifier)).slice(0, epoch);
  await saveClassifier(
    output,
    { network, best: { epoch, weights }, history, snapshots: [] },
    { contrast, seen: await readSeen(classifier) },
  );
  return stage;
}
