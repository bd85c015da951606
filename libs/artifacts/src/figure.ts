// Figures.
import { artifact, json, text } from '@jetdemon/workflow';
import { z } from 'zod';

const caption = z.strictObject({
  title: z.string(),
  caption: z.string(),
  alt: z.string().describe('what a person who cannot see the drawing should know'),
  about: z.string().describe('type of the artefacts that it shows: a page puts it there'),
});

export const figure = artifact({
  name: 'figure',
  version: 1,
  description: 'one figure: its Vega-Lite specification, its drawing and the table behind it',
  files: {
    'figure.svg': text('the drawing', 'svg'),
    'figure.vl.json': { format: 'json', description: 'the Vega-Lite specification, data included' },
    'figure.csv': text('the table behind it', 'csv'),
    'caption.json': json('its words; _{…} is a subscript', caption),
  },
});
