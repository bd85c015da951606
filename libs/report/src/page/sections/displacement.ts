// Displacement of signal distributions under each attack: KS distances, as a table.
import { html, linked, words, type Html } from '../../text/html.ts';
import { fixed } from '../../text/numbers.ts';
import { observableName, observablesOf } from '../../text/observables.ts';
import { attackName, subjectsOf, type Subject } from '../../text/subjects.ts';
import { isControl } from '../attacks.ts';
import { remarkOn, type Content } from '../chapter.ts';
import type { Result } from '../results.ts';
import { table } from '../table.ts';

/** A network and the KS distances of its samples from nominal, of signal, by attack. */
interface Displaced {
  readonly subject: Subject;
  readonly distances: readonly { readonly attack: string; readonly observable: string; readonly distance: number }[];
}

/** The table, and for each attack that is no control the sentence that says which jet observable moved most. */
export function displacements(content: Content): Html | undefined {
  const { results, naming, measured } = content;
  if (results.histograms.length === 0) return undefined;
  const displaced = subjectsOf(
    results.histograms.map(({ input }) => input),
    naming,
  ).map((subject): Displaced => {
    const { comparisons } = results.histograms.find(({ input }) => input === subject.input) as Result<'histograms'>;
    const signal = comparisons.filter((one) => one.class === 'signal');
    return { subject, distances: signal.map((one) => ({ ...one, attack: attackName(one.sample, naming) })) };
  });
  const attacks = [...new Set(displaced.flatMap(({ distances }) => distances.map(({ attack }) => attack)))];
  const controls = new Set(measured.flatMap(({ attacks: all }) => all.filter(isControl).map(({ name }) => name)));
  const observables = observablesOf(displaced.flatMap(({ distances }) => distances));
  const own = results.histograms.flatMap(({ columns = {} }) => Object.keys(columns));
  const held = [...new Set(own)].filter((name) => !observables.includes(name)); // of other jets they are compared
  const rows = displaced.flatMap((one) =>
    observables.map((observable) => [
      one.subject.label,
      observableName(observable),
      ...attacks.map((attack) => {
        const found = distanceOf(one, attack, observable);
        return found === undefined ? '–' : words(linked(fixed(found, 4), [one.subject.input.node]));
      }),
    ]),
  );
  const sentences = attacks.filter((name) => !controls.has(name)).map((attack) => whichMoved(displaced, attack));
  return html`<h3>Displacement of signal</h3>
    <p>${words([...sentences, remarkOn('histograms', content) ?? '', ...heldSentence(held)].join(' '))}</p>
    ${table({
      label: 'Table of distances',
      caption: 'Largest distance between the distribution functions of signal before and after (Kolmogorov–Smirnov)',
      columns: [
        { head: 'network' },
        { head: 'observable' },
        ...attacks.map((name) => ({ head: name, look: 'number' as const })),
      ],
      groups: [{ rows }],
    })} `;
}

/** Says which columns cannot be displaced. */
const heldSentence = (held: readonly string[]) =>
  held.length === 0 ? [] : [`No attack moves columns of the jets’ own: ${held.join(', ')}.`];

function whichMoved(displaced: readonly Displaced[], attack: string): string {
  const most = displaced.flatMap((one) => {
    const observable = mostDisplaced(one, attack);
    return observable === undefined ? [] : [{ observable: observableName(observable), of: one.subject.noun }];
  });
  const same = most.every(({ observable }) => observable === most[0]!.observable);
  const which = same ? most[0]!.observable : most.map(({ observable, of }) => `${observable} for ${of}`).join(' and ');
  return `Of the jet observables of signal, ${attack} displaces most: ${which}.`;
}

const distanceOf = ({ distances }: Displaced, attack: string, observable: string) =>
  distances.find((one) => one.attack === attack && one.observable === observable)?.distance;

/** The jet observable whose distribution moved furthest; undefined for an attack that this network has not. */
function mostDisplaced({ distances }: Displaced, attack: string): string | undefined {
  const own = distances.filter((one) => one.attack === attack && one.observable !== 'score');
  return own.reduce<(typeof own)[number] | undefined>(
    (best, one) => (best && best.distance >= one.distance ? best : one),
    undefined,
  )?.observable;
}
