// What metrics.json of the kind `significance` and tests.json of the kind `histograms` hold: the numbers that are quoted.

/** A number with its interval; `low` <= `high`. */
export interface Quoted {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Standard deviation over training seeds, of a mean over several. */
  readonly spread?: number;
  /** What it is, in words for the reader of a report. */
  readonly description: string;
}

/** Of any sample, each at that sample's own optimum where a threshold is meant. */
export interface SampleMetrics {
  /** Area under the ROC curve. */
  readonly auc: Quoted;
  /** Largest eps_S / sqrt(eps_B). */
  readonly peak: Quoted;
  /** Threshold of the peak. */
  readonly threshold: Quoted;
  readonly signal_efficiency: Quoted;
  readonly background_efficiency: Quoted;
  readonly mean_signal_score: Quoted;
  readonly mean_background_score: Quoted;
}

/** Of a varied sample; losses are shares of the nominal peak, positive when significance is lost. */
export interface VariationMetrics extends SampleMetrics {
  /** eps_S / sqrt(eps_B) at the threshold of the nominal peak. */
  readonly at_nominal_optimum: Quoted;
  /** 1 - at_nominal_optimum / nominal peak: what an analysis loses that chose its threshold on the simulation. */
  readonly loss_at_nominal_optimum: Quoted;
  /** 1 - peak / nominal peak. */
  readonly loss_peak_to_peak: Quoted;
}

/** metrics.json of the kind `significance`: the nominal numbers at the top, each variation by the name of its node. */
export interface SignificanceMetrics extends SampleMetrics {
  readonly variations: Readonly<Record<string, VariationMetrics>>;
  /** Jets of the nominal sample, and of each variation, which are the same jets. */
  readonly jets: {
    readonly signal: number;
    readonly background: number;
    readonly background_at_optimum: number;
    /** (sum w)^2 / sum w^2 of each class; absent where all jets of a class have the same weight. */
    readonly effective?: { readonly signal: number; readonly background: number };
  };
  readonly convention: {
    readonly replicas: number;
    /** Probability content of every interval. */
    readonly interval: number;
    /** Background jets that must pass a threshold for it to count. */
    readonly minimum_background: number;
    /** Training seeds that the numbers are means over; absent for one training. */
    readonly seeds?: number;
    /** The conventions in one sentence, for a caption. */
    readonly description: string;
  };
}

/** One comparison of a varied sample with the nominal one. */
export interface KsComparison {
  readonly sample: string;
  readonly class: 'background' | 'signal';
  readonly observable: string;
  /**
   * Largest distance of the two distribution functions. Without interval: the bootstrap of a supremum is not valid near
   * zero (in simulations of 7,500 jets moved slightly, 68% intervals held the true distance in 0 to 27% of cases).
   */
  readonly distance: number;
  /** Asymptotic p-value of as many effective jets as if the samples were independent; see `HistogramTests.warning`. */
  readonly p: number;
}

/** Jets that a histogram does not show; of weighted jets, `below` and `above` are sums of weights, as its counts are. */
export interface OutsideRange {
  readonly sample: string;
  readonly class: 'background' | 'signal';
  readonly observable: string;
  readonly jets: number;
  readonly below: number;
  readonly above: number;
}

/** tests.json of the kind `histograms`. */
export interface HistogramTests {
  /** Why p must not be read as a probability here. */
  readonly warning: string;
  readonly comparisons: readonly KsComparison[];
  readonly outside: readonly OutsideRange[];
}

/** metrics.json of the kind `susceptibility`. */
export interface SusceptibilityMetrics {
  /** Means over seeds, by the name of the rung. */
  readonly rungs: Readonly<Record<string, { readonly auc: Quoted; readonly loss: Quoted; readonly seeds: number }>>;
  /** Share lost by the last rung of the ladder less that by the first. */
  readonly full_minus_lowest: Quoted;
  /** Change of the share lost per unit of AUC, over the ladder. */
  readonly slope: Quoted;
  readonly convention: {
    readonly interval: number;
    /** Rungs from least to most trained. */
    readonly ladder: readonly string[];
    readonly seeds: number;
    readonly description: string;
  };
}
