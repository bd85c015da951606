export { numbers } from './kinds.ts';
