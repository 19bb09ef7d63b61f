import { freshDatabase } from '../../../bff/test/support/databases';
import { type Platform, type Sites, startPlatformOn } from '../../play/platform';

export { MovableClock, type Platform, type Sites } from '../../play/platform';

/** The whole platform in this process: gateways, demo city, workers, toy business. */
export async function startPlatform(dialect: 'sqlite' | 'mysql', units = 130, sites: Sites = {}): Promise<Platform> {
  void units;
  return startPlatformOn(await freshDatabase(dialect), sites);
}
