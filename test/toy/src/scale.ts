export function scaleNumbers(numbers: readonly number[], factor: number): number[] {
  return numbers.map((number) => number * factor);
}
