// Figures.
import type { Kind } from '@jetdemon/workflow';

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
