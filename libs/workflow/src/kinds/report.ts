import type { Kind } from '../artifact/kind.ts';

export const figure = {
  name: 'figure',
  version: 1,
  description: 'one figure: its Vega-Lite specification, its drawing and the table behind it',
  files: {
    'figure.svg': { format: 'svg', description: 'the drawing' },
    'figure.vl.json': { format: 'json', description: 'the Vega-Lite specification, data included' },
    'figure.csv': { format: 'csv', description: 'the table behind it' },
    'caption.json': { format: 'json', description: '{ title, caption, alt }; _{…} is a subscript' },
  },
} as const satisfies Kind;

export const report = {
  name: 'report',
  version: 1,
  description: 'one self-contained page, and its numbers as a table',
  files: {
    'index.html': { format: 'html', description: 'the page, figures inlined' },
    'numbers.csv': { format: 'csv', description: 'every quoted number with its interval, beside the paper’s' },
  },
} as const satisfies Kind;
