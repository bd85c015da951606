export type { ClusteredEvent, GeneratedEvent, Momenta, Particles, Photons, TowerEvent, Towers } from './event.ts';
export { readEvents, writeEvents } from './store/events.ts';
export { readTowers, writeTowers } from './store/towers.ts';
export { readClustered, writeClustered } from './store/clustered.ts';
export { chargeOf } from './events/pdg.ts';
export { readHepMc3 } from './events/hepmc3.ts';
export type { Detector } from './detector/detector.ts';
export { readDetector } from './detector/read-card.ts';
export { simulate } from './detector/simulate.ts';
