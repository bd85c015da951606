export {
  adversary,
  adversaryArchitectures,
  adversaryInputs,
  type AdversaryDescription,
  type AdversaryTarget,
  type AdversaryTrial,
} from './adversary.ts';
export { claims, type ClaimResult, type Claims, type Verdict } from './claims.ts';
export { classifier, type ImportedDescription, type TrainedDescription } from './classifier.ts';
export { contrast } from './contrast.ts';
export {
  controlRegion,
  type ControlRegion,
  type ControlRegionMetrics,
  type ObservableMetrics,
  type PseudodataMetrics,
  type RegionBins,
  type RegionTest,
} from './control-region.ts';
export { events } from './events.ts';
export { exclusion, type Efficiencies, type Exclusion, type ExclusionMetrics } from './exclusion.ts';
export { figure } from './figure.ts';
export { acceptance, type CriterionMetrics, type AcceptanceMetrics } from './acceptance.ts';
export {
  histograms,
  type HistogramBins,
  type HistogramTests,
  type KsComparison,
  type OutsideRange,
} from './histograms.ts';
export {
  attackedJets,
  exportedJets,
  jets,
  selectedJets,
  splitJets,
  type Achieved,
  type Cutflow,
  type CutflowStep,
  type Perturbation,
  type Shift,
} from './jets.ts';
export {
  axesNames,
  featureDefinitions,
  featureInput,
  outputMeanings,
  type FeatureInput,
  type ImportedRecord,
  type InputFeature,
  type OutputMeaning,
  type ResolvedFeatures,
  type ResolvedOutput,
  type SeenFeature,
} from './imported-network.ts';
export { jetLayout, type Feature, type JetLayout } from './layout.ts';
export { numbers } from './numbers.ts';
export {
  jetObservables,
  observableColumns,
  observableNames,
  observables,
  shownScale,
  shownUnit,
  type JetObservable,
  type Observable,
  type ObservableColumn,
  type ObservableName,
} from './observables.ts';
export { namedFiles, outputOf, readProgramFiles } from './program-files.ts';
export { perObservable } from './per-observable.ts';
export { programFiles } from './programs.ts';
export { interval, quoted, type Interval, type Quoted } from './quoted.ts';
export { report } from './report.ts';
export { scores } from './scores.ts';
export {
  significance,
  type Curves,
  type SampleMetrics,
  type SignificanceMetrics,
  type VariationMetrics,
} from './significance.ts';
export { susceptibility, type SusceptibilityMetrics, type SusceptibilityPoints } from './susceptibility.ts';
export { clusteredTowers, towers, type Clustering } from './towers.ts';
