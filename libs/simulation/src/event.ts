// One event at each stage of the chain: particles, towers, towers with jets. Columns of numbers, GeV, mm, radians.

/** Stable particles of an event, neutrinos included; every array is [particles]. */
export interface Particles {
  readonly pdgId: Int32Array;
  /** Four-momentum [GeV]. */
  readonly px: Float64Array;
  readonly py: Float64Array;
  readonly pz: Float64Array;
  readonly energy: Float64Array;
  /** Production vertex [mm]. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  /** 1, 2, … for the photon of the hard process that a particle is, or comes from where that split; else 0. */
  readonly hardPhoton: Uint8Array;
}

interface EventHead {
  /** Number of the event in its file. */
  readonly event: number;
  readonly weight: number;
}

export interface GeneratedEvent extends EventHead {
  readonly particles: Particles;
}

/** Massless calorimeter towers of an event; every array is [towers]. */
export interface Towers {
  /** 0 electromagnetic, 1 hadronic. */
  readonly calorimeter: Uint8Array;
  readonly energyGeV: Float64Array;
  readonly eta: Float64Array;
  /** In [-π, π]. */
  readonly phi: Float64Array;
}

/** Photons of an event; every array is [photons]. */
export interface Photons {
  readonly ptGeV: Float64Array;
  readonly eta: Float64Array;
  readonly phi: Float64Array;
  readonly pieces: PhotonPieces;
}

/** Particles that photons became which split into quarks or leptons; every array is [pieces]. */
export interface PhotonPieces {
  /** Index of the photon. */
  readonly photon: Int32Array;
  readonly energyGeV: Float64Array;
  readonly eta: Float64Array;
  readonly phi: Float64Array;
}

export const noPieces: PhotonPieces = {
  photon: new Int32Array(0),
  energyGeV: new Float64Array(0),
  eta: new Float64Array(0),
  phi: new Float64Array(0),
};

export interface TowerEvent extends EventHead {
  readonly towers: Towers;
  /** Photons of the hard process, as identified photons. */
  readonly photons: Photons;
}

/** Four-momenta [GeV], each array [particles]. */
export interface Momenta {
  readonly px: Float64Array;
  readonly py: Float64Array;
  readonly pz: Float64Array;
  readonly energy: Float64Array;
}

export interface ClusteredEvent extends TowerEvent {
  /** Per tower the index of its jet, -1 for none. */
  readonly jet: Int32Array;
  /** Four-momenta of the jets, descending pT. */
  readonly jets: Momenta;
}
