// Well-formedness of HTML and SVG as tests look at it.
import { expect } from 'vitest';

/** Expects every element to be closed, in order. */
export function expectClosedInOrder(html: string): void {
  const empty = new Set(['meta', 'br', '!doctype']);
  const open: string[] = [];
  for (const [, end, name, self] of html.matchAll(/<(\/?)([!a-zA-Z][\w:]*)[^<>]*?(\/?)>/g)) {
    if (end) expect(open.pop()).toBe(name);
    else if (!self && !empty.has(name!)) open.push(name!);
  }
  expect(open).toEqual([]);
}
