// The operators of ONNX-ML.
import type { Operator } from '../../operator.ts';
import { features, normalizer, scaler, unzipped } from './scaling.ts';
import { ensemble, ensembleClassifier, ensembleRegressor } from './trees.ts';

export const learned = {
  ArrayFeatureExtractor: features,
  Normalizer: normalizer,
  Scaler: scaler,
  TreeEnsemble: ensemble,
  TreeEnsembleClassifier: ensembleClassifier,
  TreeEnsembleRegressor: ensembleRegressor,
  ZipMap: unzipped,
} as const satisfies Record<string, Operator>;
