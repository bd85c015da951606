// Picture of a workflow as one HTML page: a box per node with a line per matrix point, its state, its time, a link to its
// result. Light and dark; nothing is loaded from elsewhere, nothing in it runs.
import { layout, type Point } from './layout.ts';

export interface PointOfNode {
  /** `network=ll, seed=1`; empty for a node without axes. */
  readonly label: string;
  readonly state: 'there' | 'to run' | 'running' | 'waiting' | 'failed';
  /** Time that it took [s]. */
  readonly seconds: number | undefined;
  /** Why it failed. */
  readonly message: string | undefined;
  /** Address of its result, relative to the page. */
  readonly link: string | undefined;
}

export interface PicturedNode {
  readonly base: string;
  readonly task: string;
  readonly needs: readonly string[];
  readonly points: readonly PointOfNode[];
}

const [WIDTH, HEAD, ROW, PAD] = [250, 42, 19, 8];
const SPACING = { width: WIDTH, across: 70, between: 26 };
const MOST_POINTS = 10;
const SIGNS = { there: '●', 'to run': '○', running: '◐', waiting: '◌', failed: '✕' } as const;

const STYLE = `:root{color-scheme:light dark;--paper:#fff;--ink:#1a1a1a;--faint:#555;--line:#9a9a9a;--box:#f6f6f6;--good:#00613f;--bad:#a33c00;--link:#004b87}
@media(prefers-color-scheme:dark){:root{--paper:#141414;--ink:#e6e6e6;--faint:#b4b4b4;--line:#6a6a6a;--box:#222;--good:#5fd0a3;--bad:#ff9d5c;--link:#8cc4ff}}
body{margin:1.5rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}h1{font-size:1.3rem;margin:0}
p{margin:.3rem 0 1rem;color:var(--faint)}.picture{overflow:auto}svg{display:block;font:12px system-ui,sans-serif}text{fill:var(--ink)}
rect{fill:var(--box);stroke:var(--line)}.run rect{stroke-dasharray:5 3}.bad rect{stroke:var(--bad);stroke-width:2}path{fill:none;stroke:var(--line);stroke-width:1.2}
.name{font-weight:600;font-size:13px}.task,.open{fill:var(--faint)}.there{fill:var(--good)}.failed{fill:var(--bad)}a text{fill:var(--link);text-decoration:underline}`;

/** @param nodes each after all that it needs */
export function graphPage(title: string, summary: string, nodes: readonly PicturedNode[]): string {
  const boxes = nodes.map(({ base, needs, points }) => ({ id: base, needs, height: heightOf(points.length) }));
  const { width, height, boxes: places, lines } = layout(boxes, SPACING);
  const [across, down] = [width, height].map((size) => Math.ceil(size) + 2);
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${text(title)}</title><style>${STYLE}</style>
<h1>${text(title)}</h1>
<p>${text(summary)}<br>● there &nbsp; ○ to run &nbsp; ◐ running &nbsp; ◌ waiting for its turn &nbsp; ✕ failed in the last run</p>
<div class="picture"><svg viewBox="-1 -1 ${across} ${down}" width="${across}" height="${down}" role="img" aria-label="${text(title)}">
${lines.map(({ points }) => `<path d="${curve(points)}"/>`).join('\n')}
${nodes.map((node) => box(node, places.get(node.base)!)).join('\n')}
</svg></div>
</html>
`;
}

const heightOf = (points: number) => HEAD + ROW * Math.min(points, MOST_POINTS + 1) + PAD;

/** Level at both ends and in columns that it skips. */
function curve([first, ...rest]: readonly Point[]): string {
  let at = first!;
  const steps = rest.map((to, index) => {
    const middle = round((at.x + to.x) / 2);
    const straight = index % 2 === 1; // across a column that is skipped
    const step = straight
      ? `H${round(to.x)}`
      : `C${middle} ${round(at.y)} ${middle} ${round(to.y)} ${round(to.x)} ${round(to.y)}`;
    at = to;
    return step;
  });
  return `M${round(first!.x)} ${round(first!.y)}${steps.join('')}`;
}

function box({ base, task, points }: PicturedNode, { x, y }: Point): string {
  const kind = points.some(({ state }) => state === 'failed')
    ? 'bad'
    : points.every(({ state }) => state === 'there')
      ? ''
      : 'run';
  const shown = points.length > MOST_POINTS + 1 ? points.slice(0, MOST_POINTS) : points;
  const rows = shown.map((point, at) => row(point, HEAD + ROW * at + 12));
  const more = points.length - shown.length;
  if (more > 0) rows.push(`<text class="open" x="10" y="${HEAD + ROW * shown.length + 12}">and ${more} more</text>`);
  return `<g class="${kind}" transform="translate(${round(x)} ${round(y)})"><rect width="${WIDTH}" height="${heightOf(points.length)}" rx="6"/>
<text class="name" x="10" y="18">${fit(base, 31)}</text><text class="task" x="10" y="33">${fit(task, 34)}</text>
${rows.join('\n')}</g>`;
}

function row({ label, state, seconds, message, link }: PointOfNode, y: number): string {
  const words = label === '' ? (state === 'there' ? 'result' : state) : label;
  const name = `<text x="26" y="${y}">${fit(words, 25)}</text>`;
  const time =
    seconds === undefined
      ? ''
      : `<text class="open" x="${WIDTH - 10}" y="${y}" text-anchor="end">${inTime(seconds)}</text>`;
  const why = message === undefined ? '' : `<title>${text(message)}</title>`;
  return `<g>${why}<text class="${state === 'to run' ? 'open' : state}" x="10" y="${y}">${SIGNS[state]}</text>${
    link === undefined ? name : `<a href="${text(link)}">${name}</a>`
  }${time}</g>`;
}

function inTime(seconds: number): string {
  if (seconds < 59.95) return `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  return seconds < 3570 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

const fit = (words: string, most: number) =>
  words.length <= most ? text(words) : `${text(words.slice(0, most - 1))}…<title>${text(words)}</title>`;

const round = (value: number) => Math.round(10 * value) / 10;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (plain: string) => plain.replaceAll(/[&<>"]/g, (letter) => entities[letter]!);
