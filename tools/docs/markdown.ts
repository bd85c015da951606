// Markdown out of cells and sentences.

export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

export const code = (text: string) => `\`${text}\``;

export const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
