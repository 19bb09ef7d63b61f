export * from './capital';
export * from './fen';
export * from './shares';
export * from './units';
