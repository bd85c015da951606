// The layout of a sample of jets: how many constituents a jet has at most, what is known of each, which classes there are.
import { jetLayout, type JetLayout } from '@jetdemon/artifacts';
import { InputError } from '@jetdemon/workflow';

export type { Feature, JetLayout } from '@jetdemon/artifacts';

/** Features that every layout begins with: the coordinates that attacks move. */
export const coordinates = 3;

/** 64 massless constituents (pT, η, φ) of background and signal: §II of arXiv:1910.08606, and files that say nothing else. */
export const defaultLayout: JetLayout = {
  constituents: 64,
  features: [
    { name: 'pt', unit: 'TeV', description: 'constituent pT', role: 'pt', move: 'relative' },
    { name: 'eta', unit: 'rad', description: 'constituent pseudorapidity', role: 'eta', move: 'absolute' },
    { name: 'phi', unit: 'rad', description: 'constituent azimuth', role: 'phi', move: 'absolute' },
  ],
  classes: ['background', 'signal'],
};

/**
 * A layout that is one.
 *
 * @param where named in the `InputError`
 * @throws InputError for features that do not begin with pT, η or rapidity, φ, for a name that is there twice, and for a
 * move that has no meaning: pT moves relatively, angles absolutely, mass and what is no part of the momentum not at all
 */
export function parseLayout(given: unknown, where: string): JetLayout {
  const refuse = (message: string): never => {
    throw new InputError(`layout: ${message}`, `${where}:`);
  };
  const { data, error } = jetLayout.safeParse(given);
  if (!data) return refuse(`${error.issues[0]!.path.join('.') || 'top level'}: ${error.issues[0]!.message}`);
  const found = data.features.map(({ role }) => role);
  const [, second] = found;
  const expected = ['pt', second === 'rapidity' ? 'rapidity' : 'eta', 'phi', ...(found[3] === 'mass' ? ['mass'] : [])];
  if (data.features.some(({ role }, at) => role !== expected[at])) {
    const listed = data.features.map(({ name, role }) => (role ? `${name} (${role})` : name)).join(', ');
    refuse(`expected the features pt, eta or rapidity, phi, mass where it is known, then others, found ${listed}`);
  }
  for (const names of [data.features.map(({ name }) => name), data.classes]) {
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) refuse(`expected different names, found ${twice} twice`);
  }
  for (const { name, role, move } of data.features) {
    const may = role === 'pt' ? 'relative' : role && role !== 'mass' ? 'absolute' : 'frozen';
    const allowed = [...new Set([may, 'frozen'])];
    if (!allowed.includes(move)) refuse(`feature ${name}: expected move ${allowed.join(' or ')}, found ${move}`);
  }
  return data;
}

/** Whether two layouts are the same, descriptions aside. */
export function sameLayout(a: JetLayout, b: JetLayout): boolean {
  return sameConstituents(a, b) && a.classes.join('\n') === b.classes.join('\n');
}

/** Whether constituents of both are the same numbers: as many slots, the same features; classes may differ. */
export function sameConstituents(a: JetLayout, b: JetLayout): boolean {
  const inWords = ({ constituents, features }: JetLayout) =>
    JSON.stringify([constituents, features.map(({ name, unit, role, move }) => [name, unit, role, move])]);
  return inWords(a) === inWords(b);
}

/** Where the mass of constituents stands among the features; undefined where they are massless. */
export function massAt({ features }: JetLayout): number | undefined {
  return features[coordinates]?.role === 'mass' ? coordinates : undefined;
}

/** Whether the second feature is the rapidity rather than the pseudorapidity. */
export const hasRapidity = ({ features }: JetLayout): boolean => features[1]!.role === 'rapidity';

/** What a padded jet has of each of them: values of `[constituents, features]`. */
export const valuesPerJet = ({ constituents, features }: JetLayout): number => constituents * features.length;

/** `64 constituents (pt, eta, phi)`, for messages. */
export function inWords({ constituents, features }: JetLayout): string {
  return `${constituents} constituents (${features.map(({ name }) => name).join(', ')})`;
}
