export * from './audit-actions';
export * from './audit-details';
export * from './escrow';
export * from './tasks';
