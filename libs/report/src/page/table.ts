// Tables of the page: one look, a row header first, wide ones scroll by themselves.
import { html, words, type Html } from '../text/html.ts';

export interface Column {
  readonly head: string;
  /** How its cells look; numbers stand at the right. */
  readonly look?: 'number' | 'digest';
}

/** Strings are words in which `_{…}` is a subscript. */
export type Cell = string | Html;

/** Rows under a title of their own. */
export interface RowGroup {
  readonly title?: string;
  readonly rows: readonly (readonly Cell[])[];
}

export interface TableContent {
  /** What a person who cannot see it should know it as. */
  readonly label: string;
  readonly caption?: string;
  readonly columns: readonly Column[];
  readonly groups: readonly RowGroup[];
}

/** The table; the first cell of every row is its header. */
export function table({ label, caption, columns, groups }: TableContent): Html {
  const heads = columns.map(({ head, look }) =>
    look === 'number'
      ? html`<th scope="col" class="number">${words(head)}</th>`
      : html`<th scope="col">${words(head)}</th>`,
  );
  return html`<section class="wide" tabindex="0" aria-label="${label}">
    <table>
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
      ${groups.map((group) => body(group, columns))}
    </table>
  </section> `;
}

function body({ title, rows }: RowGroup, columns: readonly Column[]): Html {
  const head = html`<tr class="group">
    <th scope="rowgroup" colspan="${columns.length}">${words(title ?? '')}</th>
  </tr> `;
  return html`<tbody>
    ${title === undefined ? undefined : head} ${rows.map((row) => line(row, columns))}
  </tbody> `;
}

function line(cells: readonly Cell[], columns: readonly Column[]): Html {
  if (cells.length !== columns.length) {
    throw new Error(`internal: expected ${columns.length} cells in a row, found ${cells.length}`);
  }
  const [first, ...others] = cells.map((cell) => (typeof cell === 'string' ? words(cell) : cell));
  const rest = others.map((cell, at) => {
    const { look } = columns[at + 1]!;
    return look === undefined ? html`<td>${cell}</td>` : html`<td class="${look}">${cell}</td>`;
  });
  return html`<tr>
    <th scope="row">${first}</th>
    ${rest}
  </tr> `;
}
