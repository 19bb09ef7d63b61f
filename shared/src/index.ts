export * from './business';
export * from './contract';
export * from './engine';
export * from './identifiers';
export * from './money';
