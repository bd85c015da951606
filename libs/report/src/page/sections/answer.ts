// The first paragraph: the question, the answer, and what it rests on per network.
import { answerOf, detailsOf, QUESTION } from '../summary.ts';
import type { Demon } from '../adversary.ts';
import { capitalised } from '../../text/numbers.ts';
import { html, words, type Html } from '../../text/html.ts';

export function answer(demons: readonly Demon[]): Html {
  // Low-level first: it is the network that the paper asks about.
  const ordered = [...demons].reverse();
  const items = ordered.map(
    (demon) => html`<li><strong>${capitalised(demon.subject.noun)}.</strong> ${words(detailsOf(demon))}</li> `,
  );
  return html`<section class="finding">
    <p><em>${QUESTION}</em> ${words(answerOf(ordered))}</p>
    <ul>
      ${items}
    </ul>
  </section> `;
}
