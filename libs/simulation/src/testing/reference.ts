// Reference events: Pythia 8.243 events with the towers and FastJet 3.4.0 jets that an independent chain made of them
// (data/README.md says how). Six of each test's events lie beside this file; all 200 are used where they are at hand.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

export interface ReferenceJet {
  readonly pt: number;
  readonly rap: number;
  readonly eta: number;
  readonly phi: number;
  readonly m: number;
  readonly n: number;
}

export interface ReferenceFeatures {
  readonly pt: number;
  readonly eta: number;
  readonly phi: number;
  readonly m: number;
  readonly d2: number;
}

/** GeV, mm, radians; 17 significant digits. */
export interface ReferenceEvent {
  readonly event: number;
  readonly process: 'dijet' | 'Zgamma';
  readonly pthat: number;
  /** PDG id, px, py, pz, E, charge, x, y, z: all stable particles. */
  readonly particles: readonly (readonly [number, number, number, number, number, number, number, number, number])[];
  /** 0 ECAL or 1 HCAL, energy before smearing, eta low, eta high, phi low, phi high. */
  readonly rawTowers: readonly (readonly [number, number, number, number, number, number])[];
  /** 0 ECAL or 1 HCAL, smeared energy, eta, phi. */
  readonly towers: readonly (readonly [number, number, number, number])[];
  /** All anti-kt R = 1 jets of `towers`, descending pT; constituents are indices into `towers`. */
  readonly towerJets: readonly (ReferenceJet & { readonly m2: number; readonly constituents: readonly number[] })[];
  /** The same of the visible particles (no neutrinos or muons, |η| < 5), massive. */
  readonly particleJets: readonly ReferenceJet[];
  /** pT, η, φ of the generated hard photon. */
  readonly hardPhoton: readonly [number, number, number] | null;
  readonly selected: {
    /** Index into `towerJets`. */
    readonly jet: number;
    readonly passes: boolean;
    readonly n: number;
    readonly all: ReferenceFeatures;
    readonly hardest64: ReferenceFeatures;
  };
}

/** Three dijet and three Z + photon events. */
export function miniEvents(): ReferenceEvent[] {
  return parse(gunzipSync(readFileSync(new URL('./events-mini-6.jsonl.gz', import.meta.url))));
}

/** A hundred events of each process; undefined without the folder `../shared/data` beside the repository. */
export function sharedEvents(): ReferenceEvent[] | undefined {
  const files = ['dijet', 'zgamma'].map((process) =>
    fileURLToPath(new URL(`../../../../../shared/data/events-${process}-100.jsonl`, import.meta.url)),
  );
  return files.every((file) => existsSync(file)) ? files.flatMap((file) => parse(readFileSync(file))) : undefined;
}

const parse = (bytes: Buffer): ReferenceEvent[] =>
  bytes
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ReferenceEvent);
