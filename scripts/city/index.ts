export * from './accounts';
export { buildCity, CITY_AS_OF, SMALLEST_CITY } from './city';
export * from './lookups';
export * from './model';
export { demoPeople } from './people';
