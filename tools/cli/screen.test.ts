import { expect, test } from 'vitest';
import { Screen } from './screen.ts';

function screenOf(isTTY: boolean) {
  const written: string[] = [];
  const clock = { now: 0 };
  const stream = { isTTY, columns: 40, write: (text: string) => written.push(text) > 0 } as ConstructorParameters<
    typeof Screen
  >[0];
  return { screen: new Screen(stream, ['a', 'long'], () => clock.now), written, clock };
}

test('on a terminal the line of a running node is rewritten in place and ends as its last word', () => {
  const { screen, written } = screenOf(true);
  screen.progress('a', 'epoch 1', 0.1);
  screen.progress('a', 'epoch 2', 0.2);
  screen.settle('a', 'done in 2 s');
  expect(written).toEqual([
    '  a      10%  epoch 1\n',
    '\u001b[1A\u001b[J',
    '  a      20%  epoch 2\n',
    '\u001b[1A\u001b[J',
    '  a     done in 2 s\n',
  ]);
});

test('on a terminal a line never wraps', () => {
  const { screen, written } = screenOf(true);
  screen.progress('long', 'x'.repeat(100));
  expect(written).toEqual([`  long  ${'x'.repeat(31)}\n`]);
});

test('elsewhere a running node speaks after 5 s and then at most every 15 s', () => {
  const { screen, written, clock } = screenOf(false);
  for (clock.now = 0; clock.now <= 40_000; clock.now += 1000) screen.progress('long', `at ${clock.now / 1000} s`);
  screen.settle('long', 'done in 40 s');
  expect(written).toEqual(['  long  at 5 s\n', '  long  at 20 s\n', '  long  at 35 s\n', '  long  done in 40 s\n']);
});
