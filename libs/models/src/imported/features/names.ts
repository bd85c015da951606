// Names of the quantities that formulas of features are made of. Apart from their values, so that a task can declare its
// parameters without loading TensorFlow.js.

/** What a TeV is in each unit of energy. */
export const units = { TeV: 1, GeV: 1e3, MeV: 1e6 } as const;
export type Unit = keyof typeof units;

/** Quantities with what they are, energies in the unit that is said. */
export const quantities = {
  mask: '1 for a constituent, 0 for padding',
  pt: 'transverse momentum',
  eta: 'pseudorapidity',
  rapidity: 'rapidity',
  phi: 'azimuth [rad]',
  mass: 'mass, 0 where constituents are massless',
  energy: 'energy',
  px: 'momentum along x',
  py: 'momentum along y',
  pz: 'momentum along the beam',
  delta_eta: 'η minus that of the jet',
  delta_eta_reflected: 'the same times the sign of the jet’s η: part_deta of weaver’s data sets',
  delta_rapidity: 'rapidity minus that of the jet',
  delta_phi: 'φ minus that of the jet, in [-π, π]',
  delta_r: 'distance from the jet in (η, φ)',
  log_pt: 'natural logarithm of pt',
  log_e: 'natural logarithm of energy',
  pt_rel: 'pt / jet_pt',
  e_rel: 'energy / jet_energy',
  log_pt_rel: 'natural logarithm of pt_rel',
  log_e_rel: 'natural logarithm of e_rel',
  pt_share: 'pt over the sum of pt of the constituents: z of EnergyFlow',
  eta_centred: 'η minus its mean, weighted with pt',
  rapidity_centred: 'rapidity minus its mean, weighted with pt',
  phi_centred: 'φ minus its mean, weighted with pt',
  jet_pt: 'transverse momentum of the sum of all constituents',
  jet_eta: 'its pseudorapidity',
  jet_rapidity: 'its rapidity',
  jet_phi: 'its azimuth [rad]',
  jet_mass: 'its mass',
  jet_energy: 'its energy',
  jet_d2: 'D2 with β = 2',
  jet_constituents: 'number of constituents',
} as const;

export type Quantity = keyof typeof quantities;

export const quantityNames = Object.keys(quantities) as Quantity[];

/** Whether there is one number per jet. */
export const isJetQuantity = (name: string): boolean => name.startsWith('jet_');
