// Names that workflows use of an adversary. Light to load: tasks declare them when a workflow is checked.
import type { adversaryArchitectures, adversaryInputs, JetObservable, ObservableName } from '@jetdemon/artifacts';

export type AdversaryInputs = (typeof adversaryInputs)[number];

export type Architecture = (typeof adversaryArchitectures)[number];

/** What is lowered: eqs. (2) and (3), jet by jet, or the significance itself, held by distributions (§V). */
export const objectives = ['jets', 'significance'] as const;
export type ObjectiveName = (typeof objectives)[number];

/** Observables without the response. */
export const observablesAmong = (names: readonly ObservableName[]) =>
  names.filter((name): name is JetObservable => name !== 'score');
