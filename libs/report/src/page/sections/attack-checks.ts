// Whether attacks fool themselves: a warning for each check that does not hold, and all of them as a table.
import { html, linked, words } from '../../text/html.ts';
import { fixed } from '../../text/numbers.ts';
import type { Chapter } from '../chapter.ts';
import { table } from '../table.ts';

export const attackChecksChapter: Chapter = {
  id: 'attack-checks',
  title: () => 'Are the attacks as strong as they seem?',
  show({ results, naming }) {
    const found = results['attack checks'].map(({ input, asked, jets, checks }) => {
      const points = Object.entries(input.axes).map(([axis, at]) => naming.names[`${axis}=${at}`] ?? `${axis} ${at}`);
      return { input, jets, checks, name: [naming.names[input.base] ?? asked.attack, ...points].join(', ') };
    });
    if (found.length === 0) return undefined;
    const failed = found.flatMap(({ name, input, checks }) =>
      checks.filter(({ holds }) => !holds).map(({ check, statement }) => ({ name, input, check, statement })),
    );
    const warnings = failed.map(
      ({ name, input, check, statement }) =>
        html`<li>
          <strong>Warning: ${words(linked(`${name}, ${check}`, [input.node]))}.</strong> Expected: ${statement}.
        </li> `,
    );
    const rows = found.flatMap(({ name, checks, jets }) =>
      checks.map(({ check, holds, found: share, limit }) => [
        name,
        check,
        String(jets),
        `${fixed(100 * share, 1)}%`,
        `${fixed(100 * limit, 1)}%`,
        holds ? 'holds' : html`<strong>fails</strong>`,
      ]),
    );
    const number = (head: string) => ({ head, look: 'number' as const });
    return html`<p>
        An attack that fails makes a classifier look robust. Twice the steps must not be weaker, or the last quarter of
        a training still gain; without a bound every jet must pass for background; a random search in the same box must
        find nothing better; nothing but an attack along the gradient may find more than that does; and no jet may be
        where all slopes are zero. Each attack is asked what can be asked of it.
        ${
          failed.length === 0
            ? 'All of this holds.'
            : html`Where a check fails, losses to that attack are lower bounds of what another would cost.`
        }
      </p>
      ${
        warnings.length > 0
          ? html`<ul class="warnings">
              ${warnings}
            </ul>`
          : undefined
      }
      ${table({
        label: 'Table of checks of attacks',
        columns: [
          ...[{ head: 'attack' }, { head: 'check' }, number('jets'), number('jets against it'), number('at most')],
          { head: 'outcome' },
        ],
        groups: [{ rows }],
      })}`;
  },
};
