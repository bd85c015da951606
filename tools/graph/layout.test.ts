import { expect, test } from 'vitest';
import { layout, type Box } from './layout.ts';

const spacing = { width: 100, across: 40, between: 10 };
const boxes: Box[] = [
  { id: 'jets', height: 20, needs: [] },
  { id: 'other', height: 20, needs: [] },
  { id: 'train', height: 60, needs: ['jets'] },
  { id: 'attack', height: 30, needs: ['jets', 'train'] },
  { id: 'score', height: 30, needs: ['jets', 'train', 'attack', 'other'] },
  { id: 'page', height: 20, needs: ['score', 'train'] },
];
const { boxes: places, lines, width, height } = layout(boxes, spacing);

test('every box stands right of all that it needs, in the leftmost column that allows it', () => {
  expect(Object.fromEntries([...places].map(([id, { x }]) => [id, x / 140]))).toEqual({
    ...{ jets: 0, other: 0, train: 1, attack: 2, score: 3, page: 4 },
  });
  expect(width).toBe(4 * 140 + 100);
});

test('no two boxes of a column come nearer than asked for, and all lie within the picture', () => {
  const all = boxes.map(({ id, height: of }) => ({ ...places.get(id)!, bottom: places.get(id)!.y + of }));
  for (const a of all) {
    expect(a.y).toBeGreaterThanOrEqual(0);
    expect(a.bottom).toBeLessThanOrEqual(height + 1e-9);
    for (const b of all) {
      if (a === b || a.x !== b.x || a.y > b.y) continue;
      expect(b.y - a.bottom).toBeGreaterThanOrEqual(10 - 1e-9);
    }
  }
});

test('a line goes from right side to left side, and behind no box', () => {
  expect(lines).toHaveLength(9);
  for (const { from, to, points } of lines) {
    const [first, last] = [points[0]!, points.at(-1)!];
    expect(first.x).toBe(places.get(from)!.x + 100);
    expect(last.x).toBe(places.get(to)!.x);
    for (const { x, y } of points.slice(1, -1)) {
      const hit = boxes.filter(({ id, height: of }) => {
        const at = places.get(id)!;
        return x >= at.x && x <= at.x + 100 && y > at.y && y < at.y + of;
      });
      expect(hit).toEqual([]);
    }
  }
});
