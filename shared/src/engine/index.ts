export * from './deadlines';
export * from './declaration';
export * from './define-business';
export * from './fees';
export * from './registry';
export * from './states';
export * from './step-schema';
export * from './transitions';
