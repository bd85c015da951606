// The figures, inlined, each with its words and its table to take along.
import { html, raw, words, type Html } from '../../text/html.ts';
import { inlineSvg } from '../inline-svg.ts';
import type { DrawnFigure } from '../../results/results.ts';

export function figures(drawn: readonly DrawnFigure[]): Html {
  return html`<h2>Figures</h2>
    ${drawn.map(drawing)}`;
}

function drawing({ title, caption, svg, csv, name }: DrawnFigure): Html {
  const data = `data:text/csv;charset=utf-8;base64,${Buffer.from(csv, 'utf8').toString('base64')}`;
  return html`<figure>
    <section class="wide" tabindex="0" aria-label="${title}">${raw(inlineSvg(svg, name))}</section>
    <figcaption>
      <strong>${title}.</strong> ${words(caption)}
      <a class="download" download="${name}.csv" href="${data}">Table (CSV)</a>
    </figcaption>
  </figure> `;
}
