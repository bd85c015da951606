// One event out of a file of clustered towers: the one asked for, or the one that holds the hardest jet.
import { join } from 'node:path';
import { clusteredTowers, type Clustering } from '@jetdemon/artifacts';
import { InputError, readColumnBatches, type Columns, type Input } from '@jetdemon/workflow';

/** A calorimeter tower above threshold; massless, so that its η is its rapidity. */
export interface Tower {
  readonly calorimeter: 'electromagnetic' | 'hadronic';
  /** Transverse energy. */
  readonly etGeV: number;
  readonly eta: number;
  /** In [-π, π]. */
  readonly phi: number;
  /** Index of its jet, -1 for none. */
  readonly jet: number;
}

export interface DisplayedJet {
  readonly ptGeV: number;
  /** What R is measured in. */
  readonly rapidity: number;
  readonly phi: number;
  /** 0 where rounding makes it imaginary. */
  readonly massGeV: number;
}

export interface DisplayedPhoton {
  readonly ptGeV: number;
  readonly eta: number;
  readonly phi: number;
}

export interface DisplayedEvent {
  /** Its number in the file. */
  readonly event: number;
  readonly towers: readonly Tower[];
  /** Descending pT. */
  readonly jets: readonly DisplayedJet[];
  readonly photons: readonly DisplayedPhoton[];
  readonly clustering: Clustering;
}

const schema = clusteredTowers.files['towers.arrow'];
type Batch = Columns<typeof schema>;

/**
 * The event of that number (the first, where several have it), or that with the hardest jet of all.
 *
 * @throws InputError when there is none
 */
export async function readDisplayed(input: Input, event: number | 'hardest jet'): Promise<DisplayedEvent> {
  const file = join(input.folder, 'towers.arrow');
  let hardestGeV = 0;
  let found: Omit<DisplayedEvent, 'clustering'> | undefined;
  for await (const batch of readColumnBatches(file, schema)) {
    if (event !== 'hardest jet') {
      const row = batch.event.indexOf(event);
      if (row < 0) continue;
      found = eventAt(batch, row);
      break;
    }
    batch.jet_px.forEach((px, row) => {
      const ptGeV = px.length > 0 ? Math.hypot(px[0]!, batch.jet_py[row]![0]!) : 0; // jets are in descending pT
      if (ptGeV <= hardestGeV) return;
      hardestGeV = ptGeV;
      found = eventAt(batch, row);
    });
  }
  if (found) return { ...found, clustering: await clusteredTowers.read(input, 'clustering.json') };
  const wanted = event === 'hardest jet' ? 'an event with a jet' : `an event numbered ${event}`;
  throw InputError.at({ file }, `event: expected ${wanted}, found none`);
}

function eventAt(batch: Batch, row: number): Omit<DisplayedEvent, 'clustering'> {
  const [energy, eta, phi, jet] = [batch.energy[row]!, batch.eta[row]!, batch.phi[row]!, batch.jet[row]!];
  const [px, py, pz, jetEnergy] = [batch.jet_px, batch.jet_py, batch.jet_pz, batch.jet_energy].map((all) => all[row]!);
  return {
    event: batch.event[row]!,
    towers: [...batch.calorimeter[row]!].map((calorimeter, at) => ({
      calorimeter: calorimeter === 0 ? 'electromagnetic' : 'hadronic',
      etGeV: energy[at]! / Math.cosh(eta[at]!),
      eta: eta[at]!,
      phi: phi[at]!,
      jet: jet[at]!,
    })),
    jets: [...px!].map((_, at) => jetOf(px![at]!, py![at]!, pz![at]!, jetEnergy![at]!)),
    photons: [...batch.photon_pt[row]!].map((ptGeV, at) => ({
      ptGeV,
      eta: batch.photon_eta[row]![at]!,
      phi: batch.photon_phi[row]![at]!,
    })),
  };
}

function jetOf(px: number, py: number, pz: number, energy: number): DisplayedJet {
  const squared = (energy + pz) * (energy - pz) - px * px - py * py;
  const [ptGeV, massGeV] = [Math.hypot(px, py), Math.sqrt(Math.max(0, squared))];
  // asinh(pz / mT) is y, without the cancellation of E − pz.
  return { ptGeV, rapidity: Math.asinh(pz / Math.hypot(ptGeV, massGeV)), phi: Math.atan2(py, px), massGeV };
}
