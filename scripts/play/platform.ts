import { ownDatabase } from '../platform/database';
import { startWhole, type WholePlatform } from '../platform/start';

export type Platform = Pick<WholePlatform, 'url' | 'cast' | 'playground' | 'clock' | 'close'>;

/** Folders of built pages. */
export interface Sites {
  h5: string;
  admin: string;
}

/** The whole platform on a database file that is thrown away afterwards. */
export async function startPlatform(sites: Sites): Promise<Platform> {
  const { variables, drop } = await ownDatabase();
  const whole = await startWhole({ variables, sites });
  return {
    ...whole,
    close: async () => {
      await whole.close();
      await drop();
    },
  };
}
