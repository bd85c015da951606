// How far the attack displaced the distributions that an experiment would check: KS distances, as a table.
import { InputError } from '@jetdemon/workflow';
import type { Named, Names } from '../../reference/comparison.ts';
import { fixed } from '../../text/numbers.ts';
import { html, words, type Html } from '../../text/html.ts';
import type { Subject } from '../../text/subjects.ts';
import { observableName } from '../../text/observable-names.ts';
import type { Tests } from '../../results/results.ts';
import { table } from '../table.ts';

/** A network and the KS distances of its samples from nominal. */
export interface Displaced {
  readonly subject: Subject;
  readonly tests: Tests;
}

const shown = ['score', 'pt', 'mass', 'd2'];

/** The table, and for each attack the sentence that says which jet observable moved most. */
export function displacements(displaced: readonly Displaced[], names: Names, paper: boolean): Html {
  const { attack, control, demon, demonControl } = names;
  const samples = [attack, control, demon, demonControl].filter((one) => one !== undefined);
  const attacks = [attack, demon].filter((one) => one !== undefined);
  const rows = displaced.flatMap((one) =>
    shown.map((observable) => [
      one.subject.label,
      observableName(observable),
      ...samples.map(({ sample }) => fixed(distanceOf(one, sample, observable), 4)),
    ]),
  );
  return html`<h3>Displacement of signal</h3>
    <p>${words(attacks.map((one) => whichMoved(displaced, one, paper)).join(' '))}</p>
    ${table({
      label: 'Table of distances',
      caption: 'Largest distance between the distribution functions of signal before and after (Kolmogorov–Smirnov)',
      columns: [
        { head: 'network' },
        { head: 'observable' },
        ...samples.map(({ name }) => ({ head: name, look: 'number' as const })),
      ],
      groups: [{ rows }],
    })} `;
}

function whichMoved(displaced: readonly Displaced[], { sample, name }: Named, paper: boolean): string {
  const most = displaced.map((one) => ({ observable: mostDisplaced(one, sample), of: one.subject.noun }));
  const same = most.every(({ observable }) => observable === most[0]!.observable);
  const which = same ? most[0]!.observable : most.map(({ observable, of }) => `${observable} for ${of}`).join(' and ');
  return `Of the jet observables of signal, ${name} displaces most: ${which}${paper ? ' (in the paper: the mass)' : ''}.`;
}

function distanceOf({ subject, tests }: Displaced, sample: string, observable: string): number {
  const found = tests.comparisons.find(
    (one) => one.sample === sample && one.class === 'signal' && one.observable === observable,
  );
  if (found) return found.distance;
  throw new InputError(`${subject.input.node}: expected the KS distance of ${observable} in ${sample}, found none`);
}

/** The jet observable whose distribution moved furthest. */
function mostDisplaced(displaced: Displaced, sample: string): string {
  const distances = ['pt', 'mass', 'd2'].map((observable) => ({
    observable,
    distance: distanceOf(displaced, sample, observable),
  }));
  return observableName(distances.reduce((best, one) => (one.distance > best.distance ? one : best)).observable);
}
