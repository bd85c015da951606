// Weights whose sum is the cross section of the process, so that yields are weights times luminosity.
import { InputError } from '@jetdemon/workflow';
import { readHepMc3, type HepMcOptions } from './hepmc3.ts';

/**
 * What to multiply the weights of the first `take` events with: σ / Σw [pb] of their first weights w, whose cross section
 * HepMC gives: another weight then sums to what it makes of σ. That of several files is the mean of what each says last,
 * weighted with the sum of its weights. Reads all of them once.
 *
 * @throws InputError where a file says no cross section, or weights sum to nothing above 0
 */
export async function picobarnPerWeight(
  files: readonly { readonly path: string; readonly name: string }[],
  options: HepMcOptions,
  take: number,
  progress: (message: string) => void,
): Promise<number> {
  let [sum, sigma, events] = [0, 0, 0];
  for (const { path, name } of files) {
    let [own, crossSectionPb]: [number, number | undefined] = [0, undefined];
    progress(`reading the cross section of ${name}`);
    for await (const event of readHepMc3(path, options)) {
      own += event.nominalWeight;
      crossSectionPb = event.crossSectionPb ?? crossSectionPb;
      if (++events >= take) break;
    }
    if (crossSectionPb === undefined || !(crossSectionPb > 0)) {
      throw new InputError(
        `normalise: cross-section: expected a cross section (GenCrossSection) above 0, found ${crossSectionPb ?? 'none'}`,
        `${name}:`,
      );
    }
    sum += own;
    sigma += own * crossSectionPb;
    if (events >= take) break;
  }
  if (!(sum > 0)) throw new InputError(`normalise: cross-section: expected weights with a sum above 0, found ${sum}`);
  return sigma / sum / sum;
}
