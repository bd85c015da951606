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
  /** 1 for a photon that comes unchanged from the hard process. */
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

export interface Photons {
  readonly ptGeV: Float64Array;
  readonly eta: Float64Array;
  readonly phi: Float64Array;
}

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
