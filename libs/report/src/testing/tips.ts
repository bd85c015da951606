// What a figure shows under the pointer: its compiled drawing, laid out without a browser.
import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

interface Item {
  readonly tooltip?: unknown;
  readonly items?: readonly Item[];
}

/** Every tooltip of the marks of `spec`, "name: value" joined by "; ". */
export async function tipsOf(spec: TopLevelSpec): Promise<string[]> {
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' });
  await view.runAsync();
  const told: string[] = [];
  const walk = ({ tooltip, items = [] }: Item): void => {
    if (typeof tooltip === 'object' && tooltip !== null) {
      told.push(
        Object.entries(tooltip)
          .map((pair) => pair.join(': '))
          .join('; '),
      );
    }
    items.forEach(walk);
  };
  walk((view.scenegraph() as unknown as { root: Item }).root);
  view.finalize();
  return told;
}
