// Split and attacked jets made by hand, and scores of them, as the results of nodes.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { attackedJets, observableColumns, scores } from '@jetdemon/artifacts';
import { writeColumns, type Input } from '@jetdemon/workflow';
import { perturbation } from './contents.ts';

export interface TestJet {
  readonly label: 0 | 1;
  /** 0 train, 1 validation, 2 test. */
  readonly partition: number;
  /** pT [TeV], η, φ. */
  readonly constituents: readonly (readonly [number, number, number])[];
}

function node(folder: string, name: string): Input {
  mkdirSync(join(folder, name), { recursive: true });
  return { node: name, base: name, axes: {}, params: {}, folder: join(folder, name) };
}

/** Jets of either kind: perturbation.json is beside them, which attacked jets have. */
export async function writeTestJets(folder: string, name: string, jets: readonly TestJet[]): Promise<Input> {
  const input = node(folder, name);
  const list = (unit: string) => ({ type: 'list<float32>', unit, description: '' }) as const;
  const byte = { type: 'uint8', unit: '1', description: '' } as const;
  const values = (at: 0 | 1 | 2) => jets.map(({ constituents }) => Float32Array.from(constituents, (one) => one[at]));
  await writeColumns(
    join(input.folder, 'jets.arrow'),
    { columns: { label: byte, partition: byte, pt: list('TeV'), eta: list('rad'), phi: list('rad') } },
    {
      label: Uint8Array.from(jets, ({ label }) => label),
      partition: Uint8Array.from(jets, ({ partition }) => partition),
      pt: values(0),
      eta: values(1),
      phi: values(2),
    },
  );
  const moved = perturbation({ attack: 'by hand' }, { pt: 0.01, eta: 0.01, phi: 0.01 });
  await attackedJets.write(input.folder, { 'perturbation.json': moved });
  return input;
}

/** Scores of as many jets, whose observables nobody reads. */
export async function writeTestScores(
  folder: string,
  name: string,
  score: readonly number[],
  weight: readonly number[] = score.map(() => 1),
): Promise<Input> {
  const input = node(folder, name);
  const zeros = new Float32Array(score.length);
  await writeColumns(join(input.folder, 'scores.arrow'), scores.files['scores.arrow'], {
    label: new Uint8Array(score.length),
    weight: Float64Array.from(weight),
    score: Float32Array.from(score),
    ...observableColumns(() => zeros),
  });
  return input;
}
