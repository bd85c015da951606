// Artefacts that the toy tasks hand to each other.
import { json, type Kind } from '@jetdemon/workflow';
import * as z from 'zod';

export const numbers = {
  name: 'numbers',
  version: 1,
  description: 'a list of numbers',
  files: { 'numbers.json': json('the list', z.unknown()) },
} as const satisfies Kind;

/** As a report, a page that the command names at the end. */
export const page = {
  name: 'page',
  version: 1,
  description: 'a page',
  files: { 'index.html': { format: 'html', description: 'the page' } },
} as const satisfies Kind;
