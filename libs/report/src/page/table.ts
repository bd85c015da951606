// Tables of the page: one look, a row header first, wide ones scroll by themselves.
import { escapeText, html, raw, words, type Html } from '../text/html.ts';

export interface Column {
  readonly head: string;
  /** How its cells look; numbers stand at the right. */
  readonly look?: 'number' | 'digest';
}

/** Strings are words in which `_{…}` is a subscript. */
export type Cell = string | Html;

/** Rows under a title of their own. */
export interface RowGroup {
  /** Of the rows, in their order, where they are linked to. */
  readonly ids?: readonly string[];
  readonly title?: string;
  readonly rows: readonly (readonly Cell[])[];
}

export interface TableContent {
  /** What a person who cannot see it should know it as. */
  readonly label: string;
  readonly caption?: string;
  /** Class of the table, for the style sheet. */
  readonly look?: string | undefined;
  /** Whether it is folded away; by default a table of more than twelve rows is. */
  readonly fold?: boolean;
  readonly columns: readonly Column[];
  readonly groups: readonly RowGroup[];
}

/** Rows of a table that is read at a glance. */
const glance = 12;

/** The table, folded where it is long; the first cell of every row is its header. */
export function table(content: TableContent): Html {
  const { label, caption, groups } = content;
  const rows = groups.reduce((sum, group) => sum + group.rows.length, 0);
  if (!(content.fold ?? (rows > glance && content.look !== 'claims'))) return open(content);
  return html`<details class="fold">
    <summary>${words(caption ?? label)} <small>(table of ${rows} rows)</small></summary>
    ${open({ label, look: content.look, columns: content.columns, groups })}
  </details> `;
}

function open({ label, caption, look, columns, groups }: TableContent): Html {
  const heads = columns.map(({ head, look: kind }) =>
    kind === 'number'
      ? html`<th scope="col" class="number">${words(head)}</th>`
      : html`<th scope="col">${words(head)}</th>`,
  );
  return html`<section class="wide" tabindex="0" aria-label="${label}">
    <table class="${look ?? 'plain'}">
      ${
        caption === undefined
          ? undefined
          : html`<caption>
              ${words(caption)}
            </caption>`
      }
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      ${groups.map((group) => body(group, columns, look === 'claims'))}
    </table>
  </section> `;
}

function body({ title, rows, ids }: RowGroup, columns: readonly Column[], named: boolean): Html {
  const head = html`<tr class="group">
    <th scope="rowgroup" colspan="${columns.length}">${words(title ?? '')}</th>
  </tr> `;
  return html`<tbody>
    ${title === undefined ? undefined : head} ${rows.map((row, at) => line(row, columns, named, ids?.[at]))}
  </tbody> `;
}

function line(cells: readonly Cell[], columns: readonly Column[], named: boolean, id?: string): Html {
  if (cells.length !== columns.length) {
    throw new Error(`internal: expected ${columns.length} cells in a row, found ${cells.length}`);
  }
  const [first, ...others] = cells.map((cell) => (typeof cell === 'string' ? words(cell) : cell));
  const rest = others.map((cell, at) => {
    const { look, head } = columns[at + 1]!;
    const kind = look === undefined ? '' : ` class="${look}"`;
    const told = named ? ` data-head="${escapeText(head)}"` : '';
    return html`${raw(`<td${kind}${told}>`)}${cell}${raw('</td>')}`;
  });
  const start = raw(id === undefined ? '<tr>' : `<tr id="${escapeText(id)}">`);
  return html`${start}
    <th scope="row">${first}</th>
    ${rest}
  </tr> `;
}
