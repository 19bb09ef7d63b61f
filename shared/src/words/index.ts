export * from './audit-actions';
export * from './audit-details';
export * from './tasks';
