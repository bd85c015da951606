// Search for λ behind each adversary: every trial with what it achieved and which acceptance criterion it failed.
import type { AdversaryTrial } from '@jetdemon/artifacts';
import type { Adversary } from '../../results/adversary-results.ts';
import { fixed, significant } from '../../text/numbers.ts';
import { passes, type Acceptance } from '../../results/acceptance-results.ts';
import { html, words, type Html } from '../../text/html.ts';
import { inOrder, observableName } from '../../text/observables.ts';
import type { Chapter } from '../chapter.ts';
import { table } from '../table.ts';

export const search: Chapter = {
  id: 'search',
  title: () => 'How the adversaries were found',
  show({ results: { adversary, acceptance } }) {
    if (adversary.length === 0) return undefined;
    return html`<p>
        The strengths λ of eq. (3), or of the acceptance criteria where these are what holds background, are searched
        for: of all adversaries evaluated on the validation jets, the one that costs the most significance and passes
        every acceptance criterion is kept. Numbers here are of the validation jets, on which the choice was made; what
        the chosen one does to the test jets is above.
      </p>
      ${adversary.map((one) => block(one, onTest(one, acceptance)))}`;
  },
};

function block(adversary: Adversary, tested: string): Html {
  const { input, acceptance, trials, network } = adversary;
  const { rho, inputs } = network;
  const compared = inOrder([...new Set(trials.flatMap(({ ks }) => Object.keys(ks)))]);
  const limits = inOrder(Object.keys(acceptance.ks)).map((name) => `${observableName(name)} ${acceptance.ks[name]}`);
  const held = inOrder([...new Set(trials.flatMap(({ lambda }) => Object.keys(lambda)))]);
  const number = (head: string) => ({ head, look: 'number' as const });
  const columns = [
    { head: 'trial' },
    number('epochs'),
    ...held.map((name) => number(`λ ${observableName(name)}`)),
    ...compared.map((name) => number(`KS ${observableName(name)}`)),
    number('loss'),
    { head: 'acceptance' },
  ];
  const groups = [{ rows: trials.map((one) => cells(one, held, compared)) }];
  return html`<details class="search">
    <summary>
      <a class="node" href="#node-${input.node}">${input.node}</a>: ${words(summaryOf(adversary) + tested)}
    </summary>
    ${table({ label: `Trials of ${input.node}`, fold: false, columns, groups })}
    <p class="note">
      Every trial goes on from the adversary of the one before, under eq. (3) unless that exceeded an acceptance
      criterion twice over; λ of an acceptance criterion is the largest of its multipliers. An acceptance criterion is
      met when the distance with its standard error is below the limit. Shown to the adversary:
      ${inputs === 'jet+gradient' ? 'the jet, and the classifier’s logit and gradient there' : 'the jet'}. Hidden layers
      ${network.hidden.join(', ') || 'none'}; ρ ${rho.pt} relative in p<sub>T</sub>, ${rho.eta} in η, ${rho.phi} in φ.
      Limits of the KS distance of background: ${words(limits.join(', ') || 'none')}. Loss: share of
      ε<sub>S</sub>/√ε<sub>B</sub> at the nominal optimum, of each half of the validation jets at that of the other.
    </p>
  </details> `;
}

/** What the acceptance criteria at the same point of every axis say of test jets; nothing where there are none. */
function onTest({ input: { axes } }: Adversary, acceptance: readonly Acceptance[]): string {
  const points = Object.entries(axes);
  const own = acceptance.find(
    ({ input }) =>
      Object.keys(input.axes).length === points.length && points.every(([axis, value]) => input.axes[axis] === value),
  );
  if (!own) return '';
  const distances = own.checks.map(
    ({ observable, background }) => `${observableName(observable)} ${fixed(background.value, 4)}`,
  );
  return `; KS distance of test background: ${distances.join(', ')} (${own.checks.every(passes) ? 'passes' : 'fails'})`;
}

/** What came of a search, in one line. */
export function summaryOf(adversary: Adversary): string {
  const { trials, acceptance, accepted } = adversary;
  const passed = trials.filter(({ failed }) => failed.length === 0).length;
  const gated = Object.keys(acceptance.ks).length > 0;
  const counts = `${trials.length} trial${trials.length === 1 ? '' : 's'}, ${gated ? `${passed} passed the acceptance criteria` : 'no acceptance criteria'}`;
  const chosen = trials.find((one) => one.chosen);
  if (!chosen) return `${counts}; none chosen`;
  const which = `trial ${chosen.trial}, with a loss of ${fixed(100 * chosen.loss, 1)}%`;
  return accepted ? `${counts}; chosen: ${which}` : `${counts}; kept although it fails: ${which}`;
}

function cells({ trial, epoch, lambda, ks, loss, failed, chosen }: AdversaryTrial, held: string[], compared: string[]) {
  const outcome = failed.length === 0 ? 'passes' : `fails ${inOrder(failed).map(observableName).join(', ')}`;
  return [
    String(trial),
    fixed(epoch, 1),
    ...held.map((name) => (lambda[name] === undefined ? '–' : significant(lambda[name], 3))),
    ...compared.map((name) => (ks[name] === undefined ? '–' : fixed(ks[name], 4))),
    `${fixed(100 * loss, 1)}%`,
    chosen ? html`<strong>${words(outcome)}, chosen</strong>` : outcome,
  ];
}
