// Figures.
import { artifact, json, text } from '@jetdemon/workflow';
import * as z from 'zod';

const caption = z.strictObject({
  title: z.string(),
  caption: z.string(),
  alt: z.string().describe('what a person who cannot see the drawing should know'),
  about: z.string().describe('type of the artefacts that it shows: a page puts it there'),
});

/** As the schema that it names has it. */
const specification = z.looseObject({ $schema: z.string().describe('address of the JSON schema of its language') });

export const figure = artifact({
  name: 'figure',
  version: 1,
  description: 'one figure: its Vega-Lite specification, its drawing and the table behind it',
  files: {
    'figure.svg': text('the drawing', 'svg'),
    'figure.vl.json': json('the Vega-Lite specification, data included', specification),
    'figure.csv': text('the table behind it', 'csv'),
    'caption.json': json('its words; _{…} is a subscript', caption),
  },
});
