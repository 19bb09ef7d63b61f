export * from './fee-table';
export * from './guide-of';
export * from './search';
