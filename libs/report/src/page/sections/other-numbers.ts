// Quoted numbers of results that have no section of their own.
import { html, linked, words } from '../../text/html.ts';
import { formatQuoted } from '../../text/numbers.ts';
import type { Chapter } from '../chapter.ts';
import { table } from '../table.ts';

export const otherNumbers: Chapter = {
  id: 'other-numbers',
  title: () => 'Other numbers',
  show({ results: { numbers } }) {
    if (numbers.length === 0) return undefined;
    const groups = numbers.map(({ input, quoted: found }) => ({
      title: input.node,
      rows: found.map(({ path, quoted }) => {
        const { value, interval } = formatQuoted(quoted);
        return [path, words(linked(value, [input.node])), interval];
      }),
    }));
    const columns = [
      { head: 'quantity' },
      { head: 'here', look: 'number' },
      { head: 'interval', look: 'number' },
    ] as const;
    return html`${table({ label: 'Table of other numbers', columns, groups })}`;
  },
};
