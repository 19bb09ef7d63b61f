import Module from 'node:module';
import { defects } from './defects';

/**
 * Loaded before a platform of its own: plants the defect that PLANTED_DEFECT names into the compiled file as it is loaded.
 * Error: Error, where the file no longer reads as the defect expects.
 */
interface Loaded {
  _compile(text: string, filename: string): unknown;
}
const { file, find, replace, name } = defects.find((defect) => defect.name === process.env.PLANTED_DEFECT)!;
const extensions = (Module as unknown as { _extensions: Record<string, (module: Loaded, filename: string) => void> })
  ._extensions;
const usual = extensions['.js']!;
let planted = false;

extensions['.js'] = (module, filename) => {
  if (filename.replaceAll('\\', '/').endsWith(file)) {
    const compile = module._compile.bind(module);
    module._compile = (text, at) => {
      if (text.split(find).length !== 2) throw new Error(`${name}: ${file} does not hold its text once`);
      planted = true;
      return compile(
        text.replace(find, () => replace),
        at,
      );
    };
  }
  usual(module, filename);
};

process.on('exit', () => {
  if (!planted) console.error(`${name} was never planted: nothing has loaded ${file}`);
});
