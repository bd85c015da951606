// How far the attack displaced the distributions that an experiment would check: KS distances, as a table.
import { InputError } from '@jetdemon/workflow';
import type { Names } from './comparison.ts';
import { fixed } from './format.ts';
import { html, words, type Html } from './html.ts';
import type { Subject } from './networks.ts';
import type { Tests } from './results.ts';

/** A network and the KS distances of its samples from nominal. */
export interface Displaced {
  readonly subject: Subject;
  readonly tests: Tests;
}

const observables: Readonly<Record<string, string>> = {
  score: 'classifier output',
  pt: 'jet p_{T}',
  mass: 'jet mass',
  d2: 'jet D_{2}',
};

/** The table, and the sentence that says which jet observable moved most. */
export function displacements(displaced: readonly Displaced[], { attack, control }: Names, paper: boolean): Html {
  const samples = [attack, ...(control ? [control] : [])];
  const most = displaced.map((one) => ({ observable: mostDisplaced(one, attack.sample), of: one.subject.noun }));
  const same = most.every(({ observable }) => observable === most[0]!.observable);
  const which = same ? most[0]!.observable : most.map(({ observable, of }) => `${observable} for ${of}`).join(' and ');
  const rows = displaced.flatMap((one) =>
    Object.entries(observables).map(([observable, name]) => {
      const cells = samples.map(
        ({ sample }) => html`<td class="number">${fixed(distanceOf(one, sample, observable), 4)}</td>`,
      );
      return html`<tr>
        <th scope="row">${one.subject.label}</th>
        <td>${words(name)}</td>
        ${cells}
      </tr> `;
    }),
  );
  return html`<h2>What an experiment would see</h2>
    <p>
      Of the jet observables of signal, ${attack.name} displaces most:
      ${words(which)}${paper ? html` (in the paper: the mass)` : undefined}.
    </p>
    <section class="wide" tabindex="0" aria-label="Table of distances">
      <table>
        <caption>
          Largest distance between the distribution functions of signal before and after (Kolmogorov–Smirnov)
        </caption>
        <thead>
          <tr>
            <th scope="col">network</th>
            <th scope="col">observable</th>
            ${samples.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </section> `;
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
  return observables[distances.reduce((best, one) => (one.distance > best.distance ? one : best)).observable]!;
}
