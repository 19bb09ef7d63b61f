export * from './cases';
export * from './centre';
export * from './common';
export * from './errors';
export * from './identity';
export * from './payments';
export * from './route';
export * from './routes';
