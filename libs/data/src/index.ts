export {
  concatenate,
  maxConstituents,
  onlyWeight,
  pick,
  rowsByClass,
  weightsOf,
  type Jets,
  type NumericArray,
  type ReferenceColumn,
} from './jets.ts';
export { readJetChunks, readJets, type ReadOptions } from './read.ts';
export { writeJetChunks, writeJets } from './write.ts';
export { openJets, type OpenJets, type OpenOptions, type StoredJets } from './stored.ts';
export { checkJets, requireBothClasses, type CheckOptions } from './check.ts';
export { batches, batchOf, reflect, type Batch, type BatchesOptions, type JetRows } from './batch.ts';
export { unpad } from './unpad.ts';
export { jetKinematics, type Kinematics } from './kinematics.ts';
export { jetFeatures, type JetFeatures } from './substructure.ts';
export { select, type Cuts, type CutflowStep, type Selection } from './select.ts';
export { partitions, rowsOf, split, type Fractions, type Partition } from './split.ts';
export { shuffle } from './shuffle.ts';
export { wrapPhi } from './wrap-phi.ts';
export { listColumn, numberColumn, openTable, type TableColumn, type TableWriter } from './table.ts';
