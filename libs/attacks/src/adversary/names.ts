// Names that workflows use of an adversary. Light to load: tasks declare them when a workflow is checked.
import type { JetObservable, ObservableName } from '@jetdemon/artifacts';

/** What the adversary is shown: the jet alone (§III.B), or also what the classifier thinks of it, and where it is weak. */
export const adversaryInputs = ['jet', 'jet+gradient'] as const;
export type AdversaryInputs = (typeof adversaryInputs)[number];

/** The network: dense layers on the constituents in their order (§III.B), or layers per constituent with a pooled context. */
export const architectures = ['dense', 'set'] as const;
export type Architecture = (typeof architectures)[number];

/** What is lowered: eqs. (2) and (3), jet by jet, or the significance itself, held by distributions (§V). */
export const objectives = ['jets', 'significance'] as const;
export type ObjectiveName = (typeof objectives)[number];

/** Observables without the response. */
export const observablesAmong = (names: readonly ObservableName[]) =>
  names.filter((name): name is JetObservable => name !== 'score');
