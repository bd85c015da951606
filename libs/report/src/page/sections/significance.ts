// Relative discovery significance: its curves, and the sentence that each attack is summed up in.
import { html } from '../../text/html.ts';
import type { Chapter } from '../chapter.ts';
import { drawings } from './figures.ts';

export const significanceChapter: Chapter = {
  id: 'significance',
  title: () => 'Discovery significance',
  show: (_, figures) => (figures.length > 0 ? html`${drawings(figures)}` : undefined),
};
