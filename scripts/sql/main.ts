import { join } from 'node:path';

// Stacks name the sources of what is loaded after this.
process.setSourceMapsEnabled(true);
import('./command.js').then(
  async ({ command }) => process.exit(await command(join(__dirname, '../../..'), process.argv.slice(2))),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
