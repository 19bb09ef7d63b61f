export { Phone } from './host';
export { type HostName, Program } from './program';
