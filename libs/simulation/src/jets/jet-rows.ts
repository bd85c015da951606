// Selected jets as rows of a file of jets: the hardest constituents in TeV, and what was known before truncation.
import { defaultLayout, type JetLayout, type Jets, type NumericArray } from '@jetdemon/data';
import type { ClusteredEvent } from '../event.ts';
import type { Candidate } from './select-event.ts';

/** Where a jet comes from. */
export interface Origin extends Pick<ClusteredEvent, 'event' | 'weight'> {
  /** 0 background, 1 signal. */
  readonly label: number;
  /** Which of the inputs of its class, from 0. */
  readonly sample: number;
}

interface Column {
  readonly array: new (values: number[]) => NumericArray;
  readonly unit: string;
  readonly description: string;
  readonly of: (jet: Candidate, origin: Origin) => number;
}

const features = (prefix: string, which: 'all' | 'kept', constituents: string): Record<string, Column> => {
  const column = (unit: string, description: string, of: Column['of']): Column => ({
    array: Float64Array,
    unit,
    description: `${description} from ${constituents}`,
    of,
  });
  return {
    [`${prefix}_pt`]: column('TeV', 'jet pT', (jet) => jet[which].pt / 1000),
    [`${prefix}_eta`]: column('1', 'jet pseudorapidity', (jet) => jet[which].eta),
    [`${prefix}_phi`]: column('rad', 'jet azimuth', (jet) => jet[which].phi),
    [`${prefix}_mass`]: column('TeV', 'jet mass', (jet) => jet[which].mass / 1000),
    [`${prefix}_d2`]: column('1', 'D2 with beta = 2', (jet) => jet[which].d2),
  };
};

/** The reference columns, as data/README.md describes them. */
const columnsFor = ({ constituents }: JetLayout): Readonly<Record<string, Column>> => ({
  ...features('jet', 'all', 'all constituents, before truncation'),
  ...features('trunc', 'kept', 'the constituents listed, before they were rounded'),
  n_towers: {
    array: Uint16Array,
    unit: '1',
    description: `constituents before truncation to ${constituents}`,
    of: (jet) => jet.ptGeV.length,
  },
  is_leading: {
    array: Uint8Array,
    unit: '1',
    description: '1 if also harder than any jet of a hard photon',
    of: ({ jet }) => Number(jet === 0),
  },
  weight: {
    array: Float64Array,
    unit: '1',
    description: 'event weight, as simulation/events gives it',
    of: (_, { weight }) => weight,
  },
  event: { array: Int32Array, unit: '1', description: 'number of the event in its file', of: (_, { event }) => event },
  sample: {
    array: Uint16Array,
    unit: '1',
    description: 'which input of its class the jet comes from, from 0',
    of: (_, { sample }) => sample,
  },
});

/** Rows that are being gathered. */
export class JetRows {
  readonly #offsets = [0];
  readonly #ptTeV: number[] = [];
  readonly #eta: number[] = [];
  readonly #phi: number[] = [];
  readonly #label: number[] = [];
  readonly #layout: JetLayout;
  readonly #reference: readonly (Column & { readonly name: string; readonly values: number[] })[];

  /** @param constituents slots of the jets */
  constructor(constituents = defaultLayout.constituents) {
    this.#layout = { ...defaultLayout, constituents };
    this.#reference = Object.entries(columnsFor(this.#layout)).map(([name, column]) => ({
      name,
      ...column,
      values: [],
    }));
  }

  get count(): number {
    return this.#label.length;
  }

  add(jet: Candidate, origin: Origin): void {
    for (let i = 0; i < Math.min(jet.ptGeV.length, this.#layout.constituents); i++) {
      this.#ptTeV.push(jet.ptGeV[i]! / 1000);
      this.#eta.push(jet.eta[i]!);
      this.#phi.push(jet.phi[i]!);
    }
    this.#offsets.push(this.#ptTeV.length);
    this.#label.push(origin.label);
    for (const { values, of } of this.#reference) values.push(of(jet, origin));
  }

  jets(): Jets {
    return {
      layout: this.#layout,
      count: this.count,
      offsets: Int32Array.from(this.#offsets),
      ptTeV: Float32Array.from(this.#ptTeV),
      eta: Float32Array.from(this.#eta),
      phi: Float32Array.from(this.#phi),
      label: Uint8Array.from(this.#label),
      reference: Object.fromEntries(
        this.#reference.map(({ name, array, values, unit, description }) => [
          name,
          { values: new array(values), unit, description },
        ]),
      ),
    };
  }
}
