// Names that workflows use of an adversary. Light to load: tasks declare them when a workflow is checked.

/** Jet observables that an adversary can be made to preserve; what each is stands in preserved.ts. */
export const preservableNames = ['mass', 'pt', 'eta', 'd2'] as const;
export type Preservable = (typeof preservableNames)[number];

/** What λ and gates may name: `score` is the classifier's response, P(signal). */
export const checkedNames = ['score', ...preservableNames] as const;
export type Checked = (typeof checkedNames)[number];

/** What the adversary is shown: the jet alone (§III.B), or also what the classifier thinks of it, and where it is weak. */
export const knowledge = ['jet', 'classifier'] as const;
export type Knowledge = (typeof knowledge)[number];
