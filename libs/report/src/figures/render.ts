// A Vega-Lite specification becomes an SVG drawing without a browser, the same bytes every time.
import { escapeText } from '../text/html.ts';
import { font } from './style.ts';
import { useTextWidth } from './text-width.ts';
import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/**
 * Draws `spec` as a standalone SVG document; data must be inside the specification, nothing is fetched.
 *
 * @param alt what a person who cannot see the drawing should know; becomes its accessible name
 * @throws Error `internal: …` for whatever Vega-Lite warns about: a warning is a figure that shows less than it should
 */
export async function renderSvg(spec: TopLevelSpec, alt: string): Promise<string> {
  const warnings: string[] = [];
  const complain = (...words: readonly unknown[]) => {
    warnings.push(words.join(' '));
    return log;
  };
  const log = {
    ...vega.logger(vega.Warn),
    level: (() => log) as never,
    error: complain,
    warn: complain,
    info: () => log,
    debug: () => log,
  };
  const { spec: compiled } = compile(spec, { logger: log });
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logger: log, loader: offline });
  useTextWidth();
  vega.resetSVGDefIds(); // clip paths are numbered for the whole process otherwise
  const svg = await view.toSVG();
  view.finalize();
  if (warnings.length > 0) throw new Error(`internal: figure: ${warnings.join('; ')}`);
  return named(withSubscripts(rounded(svg)), alt);
}

const offline: vega.Loader = {
  ...vega.loader(),
  load: async (uri: string) => {
    throw new Error(`internal: a figure asked for ${uri}, but its data must be inside it`);
  },
};

/**
 * The SVG as one image with a name and one font: without what Vega says of its parts to assistive technology and to the
 * pointer, and without the class that would let a page's style reach into it.
 */
function named(svg: string, alt: string): string {
  const name = escapeText(alt.replace(/_\{([^}]*)\}/g, '$1'));
  return svg
    .replace(/\s(?:role|aria-roledescription|aria-hidden|pointer-events|font-family)="[^"]*"/g, '')
    .replace('class="marks"', `role="img" aria-label="${name}" font-family="${escapeText(font)}"`);
}

/** Coordinates to a hundredth of a pixel: half the bytes, and the last digits of a platform's `Math.sin` do not show. */
function rounded(svg: string): string {
  return svg.replace(/(?<=\s(?:d|x2|y2|width|height|transform)=")[^"]*/g, (numbers) =>
    numbers.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100)),
  );
}

/** Texts with `p_{T}` in them get a real subscript, which Vega cannot draw. */
function withSubscripts(svg: string): string {
  return svg.replace(/(?<=>)[^<>]*_\{[^<>]*(?=<\/text>)/g, (text) => {
    const [start, ...parts] = text.split('_{');
    const lowered = parts.map((part) => {
      const [subscript, rest] = part.split('}');
      const back = rest ? `<tspan dy="-0.225em">${rest}</tspan>` : '';
      return `<tspan dy="0.3em" font-size="0.75em">${subscript}</tspan>${back}`;
    });
    return start + lowered.join('');
  });
}
