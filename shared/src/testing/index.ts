export * from './moves';
export * from './paths';
export * from './toy-business';
export * from './walk';
