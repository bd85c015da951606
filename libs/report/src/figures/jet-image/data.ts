// Data of the figure of jet images: one jet before and after, or the mean over a class.
import { join } from 'node:path';
import { scores as scoresKind } from '@jetdemon/artifacts';
import { InputError, readColumns, type Input } from '@jetdemon/workflow';
import { count } from '../../text/numbers.ts';
import { readPairs, type JetPair } from './pairs.ts';
import { addJet, countJet, gridOf, imageOf, movedShare, type Grid } from './pixels.ts';
import { MeanChanges, type Changes, type Responses } from './changes.ts';
import { centred, shapeOf, upright, type Constituents } from './shape.ts';

export type JetClass = 'background' | 'signal';

interface Shown {
  readonly class: JetClass;
  readonly grid: Grid;
  /** pT [GeV], [side²]. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly changes: Changes;
}

export interface SingleJet extends Shown {
  readonly mode: 'single';
  /** ½ Σ |after − before| / Σ before over pixels. */
  readonly moved: number;
  readonly row: number;
  /** How it was chosen, in words; nothing where its row was given. */
  readonly chosen?: string;
  /** Constituents in the plane of the image: Δη, Δφ, pT [GeV]. */
  readonly points: { readonly before: readonly Point[]; readonly after: readonly Point[] };
}

export interface MeanJet extends Shown {
  readonly mode: 'mean';
  readonly jets: number;
  /** Whether jets count by the weights that come with scores, rather than once each. */
  readonly weighted: boolean;
  /** Constituents per pixel of all jets before, [side²]. */
  readonly hits: Float64Array;
}

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly ptGeV: number;
}

export interface ImageInputs {
  readonly jets: Input;
  readonly attacked: Input;
  /** Scores of both, at most one each. */
  readonly nominal: readonly Input[];
  readonly perturbed: readonly Input[];
}

export interface ImageChoice {
  readonly jet: number | 'median' | 'largest';
  readonly by: 'image' | 'response';
  readonly class: JetClass;
  readonly extent: number;
  readonly pixel: number;
}

const labels: Readonly<Record<JetClass, number>> = { background: 0, signal: 1 };

/**
 * The jet at row `jet` of the attacked ones, or that of the class whose change is the median or the largest: of the
 * image (`movedShare`) or of the classifier output.
 */
export async function readSingle(inputs: ImageInputs, choice: ImageChoice): Promise<SingleJet> {
  const { jet, by, extent, pixel } = choice;
  const grid = gridOf(extent, pixel);
  const responses = await readResponses(inputs);
  if (by === 'response' && !responses) throw new InputError('by: expected scores of both samples, found none');
  const { row, chosen } = jet === 'median' || jet === 'largest' ? await rank(inputs, choice, grid, responses) : { row: jet, chosen: undefined }; // prettier-ignore
  for await (const pair of pairsOf(inputs, responses)) {
    if (pair.row !== row) continue;
    const place = centred(shapeOf(pair.before));
    const points = (one: Constituents): Point[] =>
      Array.from(one.ptTeV, (pt, i) => {
        const [x, y] = place(one.eta[i]!, one.phi[i]!);
        return { x, y, ptGeV: 1000 * pt };
      });
    const [before, after] = [imageOf(pair.before, place, grid), imageOf(pair.after, place, grid)];
    const changes = new MeanChanges();
    changes.add(pair, responses);
    return {
      mode: 'single',
      class: pair.label === 1 ? 'signal' : 'background',
      grid,
      before,
      after,
      changes: changes.means(),
      moved: movedShare(before, after),
      row,
      chosen,
      points: { before: points(pair.before), after: points(pair.after) },
    };
  }
  throw new InputError(`jet: expected a row of ${inputs.attacked.node}, found ${row}`);
}

async function rank(inputs: ImageInputs, { jet, by, class: name }: ImageChoice, grid: Grid, responses?: Responses) {
  const changes: { row: number; change: number }[] = [];
  for await (const pair of pairsOf(inputs, responses)) {
    if (pair.label !== labels[name]) continue;
    changes.push({ row: pair.row, change: by === 'image' ? shift(pair, grid) : Math.abs(responses!.after[pair.row]! - responses!.before[pair.row]!) }); // prettier-ignore
  }
  if (changes.length === 0) throw new InputError(`class: expected ${name} jets in ${inputs.attacked.node}, found none`);
  changes.sort((a, b) => a.change - b.change || a.row - b.row);
  const { row } = changes[jet === 'median' ? Math.floor((changes.length - 1) / 2) : changes.length - 1]!;
  const of = `change of the ${by === 'image' ? 'image' : 'classifier output'}`;
  return { row, chosen: `the one of ${count(changes.length)} ${name} jets with the ${jet} ${of}` };
}

function shift({ before, after }: JetPair, grid: Grid): number {
  const place = centred(shapeOf(before));
  return movedShare(imageOf(before, place, grid), imageOf(after, place, grid));
}

/** Means over the jets of a class: each is centred and turned as it was before, and turned alike after. */
export async function readMean(inputs: ImageInputs, choice: ImageChoice): Promise<MeanJet> {
  const grid = gridOf(choice.extent, choice.pixel);
  const responses = await readResponses(inputs);
  const hits = new Float64Array(grid.side ** 2);
  const [before, after] = [new Float64Array(hits.length), new Float64Array(hits.length)];
  const changes = new MeanChanges();
  let [jets, weights] = [0, 0];
  for await (const pair of pairsOf(inputs, responses)) {
    if (pair.label !== labels[choice.class]) continue;
    const place = upright(pair.before);
    const weight = responses?.weight[pair.row] ?? 1;
    countJet(hits, pair.before, place, grid);
    addJet(before, pair.before, place, grid, weight);
    addJet(after, pair.after, place, grid, weight);
    changes.add(pair, responses, weight);
    jets++;
    weights += weight;
  }
  if (jets === 0) throw new InputError(`class: expected ${choice.class} jets in ${inputs.attacked.node}, found none`);
  if (!(weights > 0)) {
    throw new InputError(`${inputs.nominal[0]!.node}: expected a positive sum of weights, found ${weights}`);
  }
  const mean = (image: Float64Array) => image.map((pt) => pt / weights);
  return {
    mode: 'mean',
    class: choice.class,
    grid,
    before: mean(before),
    after: mean(after),
    changes: changes.means(),
    jets,
    weighted: weights !== jets,
    hits,
  };
}

/** All pairs, of which there are as many as scores. */
async function* pairsOf({ jets, attacked, nominal }: ImageInputs, responses: Responses | undefined) {
  const scored = responses?.before.length ?? Infinity;
  const mismatch = (found: string) =>
    new InputError(`${nominal[0]!.node}: expected a score for each jet of ${attacked.node}, found ${found}`);
  let rows = 0;
  for await (const pair of readPairs(jets, attacked)) {
    if (pair.row >= scored) throw mismatch(`only ${scored}`);
    rows++;
    yield pair;
  }
  if (responses && rows !== scored) throw mismatch(`${scored} for ${rows}`);
}

async function readResponses({ nominal, perturbed, attacked }: ImageInputs): Promise<Responses | undefined> {
  if (nominal.length === 0 && perturbed.length === 0) return undefined;
  if (nominal.length !== 1 || perturbed.length !== 1) {
    const found = `${nominal.length} and ${perturbed.length}`;
    throw new InputError(`nominal, perturbed: expected scores of one node each or none, found ${found}`);
  }
  const { score, weight } = scoresKind.files['scores.arrow'].columns;
  const [before, after] = await Promise.all(
    [nominal[0]!, perturbed[0]!].map(({ folder }) =>
      readColumns(join(folder, 'scores.arrow'), { columns: { score, weight } }),
    ),
  );
  if (before!.score.length !== after!.score.length) {
    const found = `${before!.score.length} and ${after!.score.length}`;
    throw new InputError(`nominal, perturbed: expected scores of the same jets of ${attacked.node}, found ${found}`);
  }
  return { before: before!.score, after: after!.score, weight: before!.weight };
}
