// Figures, inlined, each with its words and its table to take along.
import { html, raw, words, type Html } from '../../text/html.ts';
import { inlineSvg } from '../inline-svg.ts';
import { specId, storedSpec } from '../script.ts';
import type { DrawnFigure } from '../../results/drawn-figure.ts';
import type { Chapter } from '../chapter.ts';

/** Figures that are about nothing else on the page. */
export const figuresChapter: Chapter = {
  id: 'figures',
  title: () => 'Figures',
  show: (_, figures) => (figures.length > 0 ? drawings(figures) : undefined),
};

export const drawings = (figures: readonly DrawnFigure[]): Html => html`${figures.map(drawing)}`;

function drawing({ title, caption, svg, csv, spec, input }: DrawnFigure): Html {
  const data = `data:text/csv;charset=utf-8;base64,${Buffer.from(csv, 'utf8').toString('base64')}`;
  return html`<figure id="figure-${input.node}">
    <section class="wide drawing live" tabindex="0" aria-label="${title}" data-spec="${specId(input.node)}">
      ${raw(inlineSvg(svg, input.node))}
    </section>
    ${storedSpec(input.node, spec)}
    <figcaption>
      <strong>${title}.</strong> ${words(caption)} <a class="node" href="#node-${input.node}">${input.node}</a>
      <a class="download" download="${input.node}.csv" href="${data}">Table (CSV)</a>
    </figcaption>
  </figure> `;
}
