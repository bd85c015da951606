// What intervals hold that do not hold the truth just as often as they say, in words for whoever reads the number. How often they do is
// measured in tools/bench/coverage.
import type { Optimum } from '../significance/optimum.ts';

/** A function of what each replica takes at a threshold that it chooses anew: replicas err as these jets do, and once more. */
export const conservative = 'conservative interval: it holds the truth at least as often as it says';

/** A number at the optimum of the jets that it is quoted on. */
export const tooNarrow =
  'its interval holds the truth less often than it says: the optimum is that of the same jets, for which it is too good by chance';

/** What a caption says of intervals beside their content, by where the optimum is chosen. */
export const whatIntervalsHold = (optimum: Optimum) =>
  optimum === 'other-half'
    ? ' (at least that of losses peak to peak and of differences between networks; where a peak lies has none)'
    : ' (less at the optimum, which is that of the same jets; where a peak lies has none)';
