export {
  adversary,
  adversaryArchitectures,
  adversaryInputs,
  type AdversaryDescription,
  type AdversaryTarget,
  type AdversaryTrial,
} from './taggers/adversary.ts';
export { binnedScores, type BinnedSums, type Binning } from './statistics/binned-scores.ts';
export { claims, type ClaimResult, type Claims, type Verdict } from './statistics/claims.ts';
export { classifier, type ImportedDescription, type TrainedDescription } from './taggers/classifier.ts';
export { contrast } from './jets/contrast.ts';
export {
  controlRegion,
  type ControlRegion,
  type ControlRegionMetrics,
  type ObservableMetrics,
  type PseudodataMetrics,
  type RegionBins,
  type RegionTest,
} from './statistics/control-region.ts';
export { events } from './simulation/events.ts';
export { exclusion, type Efficiencies, type Exclusion, type ExclusionMetrics } from './statistics/exclusion.ts';
export { figure } from './figure.ts';
export { growth, type GrowthMetrics } from './statistics/growth.ts';
export {
  acceptance,
  type CorrelationMetrics,
  type CriterionMetrics,
  type AcceptanceMetrics,
} from './statistics/acceptance.ts';
export {
  histograms,
  type HistogramBins,
  type HistogramTests,
  type KsComparison,
  type OutsideRange,
} from './statistics/histograms.ts';
export {
  attackedJets,
  exportedJets,
  jets,
  selectedJets,
  splitJets,
  type Achieved,
  type Budgets,
  type Cutflow,
  type CutflowStep,
  type Perturbation,
  type Shift,
} from './jets/jets.ts';
export {
  axesNames,
  featureDefinitions,
  featureInput,
  lambdaFunctions,
  lambdas,
  networkFormats,
  outputMeanings,
  type FeatureInput,
  type ImportedRecord,
  type InputFeature,
  type NetworkFormat,
  type OutputMeaning,
  type ResolvedFeatures,
  type ResolvedOutput,
  type SeenFeature,
} from './taggers/imported-network.ts';
export { jetLayout, type Feature, type JetLayout } from './jets/layout.ts';
export { limits, type Limits, type LimitsMetrics, type PyhfWorkspace } from './statistics/limits.ts';
export { numbers } from './statistics/numbers.ts';
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
} from './observables/observables.ts';
export { namedFiles, outputOf, readProgramFiles } from './simulation/program-files.ts';
export { perObservable } from './observables/per-observable.ts';
export { programFiles } from './simulation/programs.ts';
export {
  bare,
  hasInterval,
  interval,
  quoted,
  stated,
  type Bare,
  type Interval,
  type Quoted,
  type Stated,
} from './quoted.ts';
export type { ReplicasDescription } from './statistics/replicas.ts';
export { report } from './report.ts';
export { detection, type DetectionMetrics } from './statistics/detection.ts';
export { robustness, type RobustnessMetrics } from './statistics/robustness.ts';
export { certifiedScores, scores, type Certified } from './taggers/scores.ts';
export {
  significance,
  type Curves,
  type SampleMetrics,
  type SignificanceMetrics,
  type VariationMetrics,
} from './statistics/significance.ts';
export { susceptibility, type SusceptibilityMetrics, type SusceptibilityPoints } from './statistics/susceptibility.ts';
export { clusteredTowers, towers, type Clustering } from './simulation/towers.ts';
export { attackChecks, type AttackCheck, type AttackChecks } from './taggers/attack-checks.ts';
