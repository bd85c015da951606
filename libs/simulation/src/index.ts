export type { ClusteredEvent, GeneratedEvent, Momenta, Particles, Photons, TowerEvent, Towers } from './event.ts';
export { readEvents, writeEvents } from './store/events.ts';
export { readTowers, writeTowers } from './store/towers.ts';
export { readClustered, writeClustered } from './store/clustered.ts';
export { chargeOf } from './events/pdg.ts';
