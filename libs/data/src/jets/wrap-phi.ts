/** The angle [rad] modulo 2π in [-π, π]; one that lies there already keeps its bits. Azimuths and their differences. */
export function wrapPhi(angle: number): number {
  return Math.abs(angle) <= Math.PI ? angle : angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}
