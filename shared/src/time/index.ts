export * from './beihai';
