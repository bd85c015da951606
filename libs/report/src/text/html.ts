// HTML by template literals: whatever is put in is text and made safe, unless it is HTML already.

/** A piece of HTML, made only by `html` and `raw`. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | undefined | readonly Part[];

/** HTML from a template; strings are escaped, lists are joined, undefined is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((string, at) => string + (at < parts.length ? toText(parts[at]) : '')).join(''));
}

/** Text that is HTML already; only for what this library itself has drawn. */
export const raw = (text: string) => new Html(text);

/** Text made safe in the content and in the double-quoted attributes of HTML and XML. */
export function escapeText(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

/** Words in which `_{…}` is a subscript and `linked` text a link; a number stays on the line of its error. */
export function words(text: string): Html {
  return raw(
    escapeText(text)
      .replace(/_\{([^}]*)\}/g, '<sub>$1</sub>')
      .replace(/\[\[(.*?)\|(.*?)\]\]/g, (_, shown: string, nodes: string) => {
        const [first] = nodes.split(' ');
        return `<a class="node" href="#node-${first}" title="${nodes.replaceAll(' ', ', ')}">${shown}</a>`;
      })
      .replaceAll(' ± ', '\u00a0±\u00a0'),
  );
}

/** Text that `words` links to the nodes that it is from; plain without one. */
export const linked = (text: string, nodes: readonly string[]): string =>
  nodes.length > 0 ? `[[${text}|${nodes.join(' ')}]]` : text;

function toText(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(toText).join('');
  return escapeText(String(part));
}
