export type {
  ClusteredEvent,
  GeneratedEvent,
  Momenta,
  Particles,
  PhotonPieces,
  Photons,
  TowerEvent,
  Towers,
} from './event.ts';
export { readEvents, writeEvents } from './store/events.ts';
export { readTowers, writeTowers } from './store/towers.ts';
export { readClustered, writeClustered } from './store/clustered.ts';
export { readHepMc3, type HepMcEvent, type HepMcOptions } from './events/hepmc3.ts';
export type { Detector } from './detector/detector.ts';
export { readDetector } from './detector/read-card.ts';
export { simulate } from './detector/simulate.ts';
export { selectEvent, type Candidate, type EventCuts, type SelectedEvent } from './jets/select-event.ts';
export { JetRows } from './jets/jet-rows.ts';
export { cluster, type ClusterOptions } from './clustering/cluster.ts';
export { constituents, type Clustering } from './clustering/history.ts';
export { towerMomenta } from './clustering/momentum.ts';
export { clusterEvent, type ClusterEventsOptions } from './clustering/cluster-events.ts';
