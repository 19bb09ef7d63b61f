import { walkEverything } from './support/walk-everything';

walkEverything('sqlite');
