export * from './business';
export * from './business/earlier';
export * from './contract';
export * from './engine';
export * from './guides';
export * from './identifiers';
export * from './money';
