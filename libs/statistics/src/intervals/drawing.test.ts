import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { drawingInMemory, plainDrawing, rowsByClass } from './drawing.ts';

test.each([
  { name: 'two classes', labels: Array.from({ length: 1000 }, (_, row) => Number(row % 3 === 0)) },
  { name: 'one jet of a class', labels: [1, 0, 0, 0] },
  { name: 'no jets', labels: [] },
])('replicas of $name are those of the stream of the key, one after the other', ({ labels }) => {
  const key = keyOf('drawing');
  const classes = rowsByClass(labels);
  const drawing = drawingInMemory(classes, labels.length, key)!;
  const expected = plainDrawing(classes, labels.length, key);
  expect(drawing.multiplicity).toEqual(new Uint8Array(labels.length).fill(1));
  for (let replica = 0; replica < 5; replica++) {
    drawing.draw();
    expected.draw();
    expect(drawing.multiplicity).toEqual(expected.multiplicity);
  }
});

test('a replica holds as many jets of each class as there are', () => {
  const labels = [0, 0, 0, 1, 1, 0, 1, 2];
  const drawing = drawingInMemory(rowsByClass(labels), labels.length, keyOf(1))!;
  drawing.draw();
  const drawn = [0, 1, 2].map((label) => drawing.multiplicity.reduce((sum, times, row) => sum + (labels[row] === label ? times : 0), 0)); // prettier-ignore
  expect(drawn).toEqual([4, 3, 1]);
});
