import { expect, test } from 'vitest';
import * as z from 'zod';
import { observableNames } from './observables.ts';
import { perObservable } from './per-observable.ts';

const limits = perObservable(observableNames, () => z.number().optional());

test('takes a value per observable, in whatever number', () => {
  expect(limits.parse({})).toEqual({});
  expect(limits.parse({ ptd: 1, mass: 2 })).toEqual({ ptd: 1, mass: 2 });
});

test('refuses other names, columns of the user among them, with the reason, and values of another type without it', () => {
  const [unknown] = limits.safeParse({ vertices: 1 }).error!.issues;
  expect(unknown).toMatchObject({ code: 'unrecognized_keys', keys: ['vertices'] });
  expect(unknown!.message).toMatch(/^expected one of score, pt, .* a column of your own stays as it is/);
  expect(limits.safeParse({ mass: 'a' }).error!.issues[0]!.message).not.toContain('column of your own');
});
