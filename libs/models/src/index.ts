export { observables, type Observables } from './observables/index.ts';
export { createNetwork } from './networks/index.ts';
export { initialise, type Network, type Shapes } from './networks/network.ts';
export { networkNames, type NetworkName } from './networks/hyperparameters.ts';
