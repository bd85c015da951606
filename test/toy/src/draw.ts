import type { Key } from '@jetdemon/workflow';

export function drawNumbers(count: number, key: Key): number[] {
  const uniform = key.uniform();
  return Array.from({ length: count }, () => uniform());
}
