export {
  concatenate,
  featureValues,
  mapConstituents,
  lasting,
  pick,
  rowsByClass,
  weightsOf,
  type Jets,
  type NumericArray,
  type ReferenceColumn,
  type Role,
} from './jets/jets.ts';
export {
  coordinates,
  defaultLayout,
  hasRapidity,
  massAt,
  parseLayout,
  sameConstituents,
  sameLayout,
  valuesPerJet,
  type Feature,
  type JetLayout,
} from './jets/layout.ts';
export { readJetChunks, readJets, type ReadOptions } from './files/read.ts';
export { writeJetChunks, writeJets } from './files/write.ts';
export { openJets, type OpenJets, type OpenOptions } from './files/spill.ts';
export {
  contrastOf,
  defaultContrast,
  rowsOfBoth,
  sameContrast,
  truthOf,
  truths,
  underContrast,
  type Contrast,
} from './jets/contrast.ts';
export { checkJets, requireBothClasses, type CheckOptions } from './jets/check.ts';
export {
  batches,
  batchOf,
  padJets,
  reflect,
  type Batch,
  type BatchesOptions,
  type JetRows,
  type StoredJets,
} from './jets/batch.ts';
export { identities, withIdentity } from './jets/identity.ts';
export { originNames } from './jets/origin.ts';
export { unpad } from './jets/unpad.ts';
export { jetKinematics, massiveOf, type Kinematics, type Massive } from './jets/kinematics.ts';
export { descendingOrder } from './jets/descending.ts';
export { jetFeatures, type JetFeatures } from './jets/substructure.ts';
export { passesMass, select, type Cuts, type CutflowStep, type Selection } from './jets/select.ts';
export { partitions, rowsOf, split, type Fractions, type Partition } from './jets/split.ts';
export { shuffle } from './jets/shuffle.ts';
export { wrapPhi } from './jets/wrap-phi.ts';
export { listColumn, numberColumn, openTable, type TableColumn, type TableWriter } from './files/table.ts';
export { normal } from './variations/draws.ts';
export { hardestFirst } from './variations/energies.ts';
