// Displays of events, images of jets, and what it takes to move jets.
import { html } from '../../text/html.ts';
import type { Chapter } from '../chapter.ts';
import { budgets } from './budgets.ts';
import { drawings } from './figures.ts';

export const jetsChapter: Chapter = {
  id: 'jets',
  title: () => 'Jets before and after',
  show(content, figures) {
    const needed = budgets(content);
    if (figures.length === 0) return needed;
    return html`${drawings(figures)} ${needed}`;
  },
};

export const eventsChapter: Chapter = {
  id: 'events',
  title: () => 'Events',
  show: (_, figures) => (figures.length > 0 ? drawings(figures) : undefined),
};
