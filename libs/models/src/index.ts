export { observables } from './observables/index.ts';
export { requireFit, requireGradient, type Tagger, type TaggerFunction } from './tagger.ts';
export { createNetwork } from './networks/index.ts';
export { initialise, type Network, type Shapes } from './networks/network.ts';
export { stackShapes } from './networks/network.ts';
export { jetFeatureCount, jetFeatures } from './networks/jet-features.ts';
export { centred, named, reluStack } from './networks/layers.ts';
export { networkNames, type NetworkName } from './networks/hyperparameters.ts';
export { train, type Trained, type TrainingContext, type TrainingOptions } from './training/train.ts';
export type { TrainingData, TrainingPart } from './training/parts.ts';
export { trainingStep } from './training/step.ts';
export { dividing, pieceCount } from './training/pieces.ts';
export { trainOnFiles } from './training/train-on-files.ts';
export type { Asked, JetBatch, Terms } from './training/terms.ts';
export {
  loadClassifier,
  loadTrained,
  saveClassifier,
  type Classifier,
  type TrainedClassifier,
} from './classifier/store.ts';
export type { Certificate } from './certificate/certificate.ts';
export { readTagger, writeTagger } from './classifier/kept.ts';
export { measureObservables, scoreJets } from './scoring/scoring.ts';
export { drawSmear, smoothedScores, type Smoothing } from './scoring/smoothing.ts';
export { inCalls } from './scoring/in-calls.ts';
export { inBatches, padded, type BatchOptions } from './scoring/map-batches.ts';
export { readWeights, writeWeights } from './networks/weights.ts';
export { openCheckpoint, writeCheckpoint, type OpenCheckpoint } from './training/checkpoint-folder.ts';
export { importTagger, type Imported, type ImportOptions } from './imported/import.ts';
export { evaluate } from './imported/features/evaluate.ts';
export { namesIn, parseFormula } from './imported/features/formula.ts';
export { quantityNames } from './imported/features/names.ts';
export { quantitiesOf } from './imported/features/quantities.ts';
