// The page that a referee reads, as one HTML file without any resource from outside: a contents list, then its chapters.
import { html, raw, type Html } from '../text/html.ts';
import { capitalised } from '../text/numbers.ts';
import type { Chapter, Content } from './chapter.ts';
import { chapters, sections } from './sections/index.ts';
import type { KindName } from './kinds.ts';
import { script } from './script.ts';
import { styleSheet } from './style.ts';

interface Shown {
  readonly chapter: Chapter;
  readonly title: string;
  readonly body: Html;
}

/** The whole document. */
export function page(content: Content): string {
  const { title } = content;
  const shown = chapters.flatMap((chapter): Shown[] => {
    const body = chapter.show(content, figuresOf(content, chapter));
    return body ? [{ chapter, title: chapter.title(content), body }] : [];
  });
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${raw(styleSheet)}
        </style>
      </head>
      <body>
        ${contents(shown)}
        <main>
          <h1>${title}</h1>
          ${shown.map(section)}
        </main>
        ${script(content.results.figure.length > 0)}
      </body>
    </html> `.text;
}

/** Figures about the results that a chapter shows. */
const figuresOf = ({ results }: Content, chapter: Chapter) =>
  results.figure.filter(({ about }) => (sections[about as KindName] ?? sections.figure) === chapter);

const contents = (shown: readonly Shown[]): Html =>
  html`<nav aria-label="Contents">
    <details open>
      <summary>Contents</summary>
      <ol>
        ${shown.map(({ chapter, title }) => html`<li><a href="#${chapter.id}">${capitalised(title)}</a></li> `)}
      </ol>
    </details>
  </nav> `;

const section = ({ chapter, title, body }: Shown): Html =>
  html`<section class="chapter" aria-labelledby="${chapter.id}">
    <h2 id="${chapter.id}">${title}</h2>
    ${body}
  </section> `;
