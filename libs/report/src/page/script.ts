// Script of the page: figures that show the values under the pointer, folded tables that open where a link leads.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { helvetica, textWidth } from '../figures/text-width.ts';
import { raw, type Html } from '../text/html.ts';

/** Runs in the browser; live drawings are laid out as the static ones, so that nothing moves. Without DecompressionStream, or without script at all, the static drawings stay. */
const behaviour = `
const inflate = async (id) => {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
};
let loading;
const vega = () => (loading ??= Promise.all(['vega', 'vega-lite'].map(inflate)).then((codes) => {
  codes.forEach(eval);
  const letters = ${JSON.stringify(helvetica)};
  const width = ${textWidth};
  window.vega.textMetrics.width = ({ fontSize = 11 }, text) => width(String(text ?? ''), fontSize, letters);
  return window.vega;
}));
const enliven = async (frame) => {
  if (frame.dataset.live) return;
  frame.dataset.live = 'loading';
  const [{ View, parse }, text] = await Promise.all([vega(), inflate(frame.dataset.spec)]);
  const place = document.createElement('div');
  place.className = 'view';
  const view = new View(parse(window.vegaLite.compile(JSON.parse(text)).spec), { renderer: 'svg', container: place, hover: false });
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  view.tooltip((_, event, item, value) => {
    tip.hidden = value == null || value === '';
    if (tip.hidden) return;
    const text = typeof value === 'object' ? Object.entries(value).map((pair) => pair.join(': ')).join('\\n') : String(value);
    tip.replaceChildren(...text.split(/_\\{([^}]*)\\}/).map((part, at) =>
      at % 2 ? Object.assign(document.createElement('sub'), { textContent: part }) : part));
    const box = frame.getBoundingClientRect();
    const left = event.clientX - box.left + 14;
    const below = event.clientY - box.top + 14;
    const fits = below + tip.offsetHeight <= frame.clientHeight;
    tip.style.top = (fits ? below : Math.max(0, below - 28 - tip.offsetHeight)) + 'px';
    tip.style.left = Math.max(0, Math.min(left, box.width - tip.offsetWidth - 4)) + frame.scrollLeft + 'px';
  });
  await view.runAsync();
  const drawing = place.querySelector('svg');
  drawing.setAttribute('aria-hidden', 'true');
  for (const node of drawing.querySelectorAll('text'))
    if (node.textContent.includes('_{')) node.innerHTML = node.innerHTML.replace(/_\\{([^}]*)\\}/g,
      '<tspan dy="0.3em" font-size="0.75em">$1</tspan><tspan dy="-0.225em">\\u200b</tspan>');
  frame.append(place, tip);
  frame.classList.add('ready');
  frame.dataset.live = 'ready';
};
if ('DecompressionStream' in window) for (const frame of document.querySelectorAll('.live')) {
  frame.addEventListener('pointerenter', () => enliven(frame), { once: true });
  frame.addEventListener('focus', () => enliven(frame), { once: true });
}
const contents = document.querySelector('nav details');
const narrow = matchMedia('(max-width: 63.99rem)');
const stepAside = () => { if (narrow.matches) contents.open = false; };
for (const link of contents.querySelectorAll('a')) link.addEventListener('click', stepAside);
stepAside();
const openTarget = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = target?.parentElement; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
  target?.scrollIntoView();
};
addEventListener('hashchange', openTarget);
openTarget();
const links = new Map([...document.querySelectorAll('nav a')].map((link) => [link.hash.slice(1), link]));
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries)
    if (isIntersecting) for (const [id, link] of links)
      link[id === target.querySelector('h2').id ? 'setAttribute' : 'removeAttribute']('aria-current', 'true');
}, { rootMargin: '0px 0px -70% 0px' });
for (const chapter of document.querySelectorAll('.chapter')) seen.observe(chapter);
`;

const packed = (text: string) => gzipSync(text, { level: 9 }).toString('base64');

/** An element with compressed text that the script inflates. */
const store = (id: string, text: string) => `<script type="application/gzip" id="${id}">${packed(text)}</script>`;

/** The id under which the specification of a figure is stored. */
export const specId = (node: string) => `spec-${node}`;

/** The specification of one figure. */
export const storedSpec = (node: string, spec: object): Html => raw(store(specId(node), JSON.stringify(spec)));

/** The script, with Vega and Vega-Lite where there is a figure. */
export function script(withFigures: boolean): Html {
  const bundles = withFigures
    ? ['vega', 'vega-lite'].map((name) => store(name, readFileSync(bundle(name), 'utf8')))
    : [];
  return raw(`${bundles.join('')}<script type="module">${behaviour}</script>`);
}

/** The code of a package for browsers. */
const bundle = (name: string) => fileURLToPath(new URL(`${name}.min.js`, import.meta.resolve(name)));
