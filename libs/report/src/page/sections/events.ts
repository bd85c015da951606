// Displays of events and images of jets.
import type { Chapter } from '../chapter.ts';
import { drawings } from './figures.ts';

export const jetsChapter: Chapter = {
  id: 'jets',
  title: () => 'Jets before and after',
  show: (_, figures) => (figures.length > 0 ? drawings(figures) : undefined),
};

export const eventsChapter: Chapter = {
  id: 'events',
  title: () => 'Events',
  show: (_, figures) => (figures.length > 0 ? drawings(figures) : undefined),
};
