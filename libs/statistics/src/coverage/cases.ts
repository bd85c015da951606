// Pseudo-experiments: each draws jets or counts of known truth and gives numbers as the product quotes them, with what is true.
import { binnedCases } from './binned-cases.ts';
import type { Case } from './case.ts';
import { countCases } from './count-cases.ts';
import { searchCases } from './search-cases.ts';
import { significanceCases } from './significance-cases.ts';

export const cases: readonly Case[] = [...countCases, ...significanceCases, ...binnedCases, ...searchCases];
