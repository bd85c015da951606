// Finding: the question, the answer, what it rests on per network, and what attacks do that were not trained.
import { html, words, type Html } from '../../text/html.ts';
import { capitalised } from '../../text/numbers.ts';
import { isScored, isTrained, type Scored } from '../attacks.ts';
import type { Chapter, Content } from '../chapter.ts';
import { answerOf, detailsOf, QUESTION } from '../summary.ts';
import { findingOf, lossesOf } from '../summary-sentence.ts';
import { tally } from './claims.ts';

export const finding: Chapter = {
  id: 'finding',
  title: () => 'What was found',
  show(content) {
    const [trained, others] = [trainedOn(content), othersOf(content)];
    if (trained.length + others.length === 0) return undefined;
    return html`<div class="finding">
      ${trained.length > 0 ? answer(trained) : undefined}
      ${others.length > 0 ? html`<p>${words(others.join(' '))}</p>` : undefined} ${tally(content)}
    </div>`;
  },
};

const trainedOn = ({ measured }: Content): Scored[] =>
  measured.flatMap(({ attacks }) => attacks.filter(isScored).filter(isTrained));

/** Variations of which no jets say what was done, from so many on told in one sentence. */
const many = 3;

/** A sentence per attack that was not trained, and one per network for many variations. */
function othersOf({ measured }: Content): string[] {
  const all = measured.flatMap(({ attacks }) => attacks);
  const trained = new Set(all.filter(isTrained).map(({ name }) => name));
  const names = [...new Set(all.map(({ name }) => name))].filter((name) => !trained.has(name));
  const of = (name: string) => all.filter((one) => one.name === name);
  const bare = names.filter((name) => of(name).every(({ perturbations }) => perturbations.length === 0));
  const listed = bare.length < many ? [] : bare;
  const told = names.filter((name) => !listed.includes(name)).map((name) => findingOf(of(name)));
  const lists = measured.map(({ attacks }) => lossesOf(attacks.filter(({ name }) => listed.includes(name))));
  return [...told, ...lists].filter((sentence) => sentence !== '');
}

function answer(trained: readonly Scored[]): Html {
  const several = new Set(trained.map(({ name }) => name)).size > 1;
  const items = trained.map((attack) => {
    const { subject, name } = attack;
    const about = capitalised(subject.noun) + (several ? `, ${name}` : '');
    return html`<li><strong>${about}.</strong> ${words(detailsOf(attack))}</li> `;
  });
  return html`<p><em>${QUESTION}</em> ${words(answerOf(trained))}</p>
    <ul>
      ${items}
    </ul>`;
}
