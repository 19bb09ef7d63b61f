import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Coverage, FontFileError } from './font-file';

export type Weight = 'regular' | 'bold';

/** One design of a font with the files of its weights; which is the same file where there is only one. */
export interface Face {
  name: string;
  files: Record<Weight, string>;
  coverage: Coverage;
}

const packaged = (regular: string, bold: string): Record<Weight, string> => ({ regular, bold });

/**
 * Noto (SIL Open Font License 1.1) as shipped by @expo-google-fonts, tried in this order: simplified Chinese with Extension A,
 * Latin letters of every country, then the characters of names that only Japan (𠮷) or Hong Kong and Taiwan (𡚸) print.
 */
const files: Array<Record<Weight, string>> = [
  packaged(
    require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
    require.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
  ),
  packaged(
    require.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
    require.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'),
  ),
  packaged(
    require.resolve('@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf'),
    require.resolve('@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf'),
  ),
  packaged(
    require.resolve('@expo-google-fonts/noto-sans-tc/400Regular/NotoSansTC_400Regular.ttf'),
    require.resolve('@expo-google-fonts/noto-sans-tc/700Bold/NotoSansTC_700Bold.ttf'),
  ),
];

function faceOf({ regular, bold }: Record<Weight, string>): Face {
  const coverage = Coverage.of(regular);
  return {
    name: basename(regular),
    files: { regular, bold },
    // A name may stand in either weight.
    coverage: bold === regular ? coverage : coverage.and(Coverage.of(bold)),
  };
}

/** A folder of fonts that cannot be used; `faults` has a sentence for each. */
export class FontFolderError extends Error {
  constructor(readonly faults: string[]) {
    super(faults.join('；'));
    this.name = 'FontFolderError';
  }
}

/** The fonts of a folder (`*.ttf`) in the order of their names. Error: FontFolderError. */
export function facesIn(folder: string): Face[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => /\.(ttf|otf|ttc)$/i.test(name));
  } catch (error) {
    throw new FontFolderError([`文件夹读不到（${(error as NodeJS.ErrnoException).code}）`]);
  }
  if (names.length === 0) throw new FontFolderError(['文件夹里没有 .ttf 字体']);
  const faults: string[] = [];
  const faces = names.sort().flatMap((name) => {
    try {
      const file = join(folder, name);
      return [faceOf({ regular: file, bold: file })];
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      faults.push(
        error instanceof FontFileError
          ? `“${name}”不是能用的 TrueType 字体（.ttf）`
          : `“${name}”读不到（${code ?? '原因不明'}）`,
      );
      return [];
    }
  });
  if (faults.length > 0) throw new FontFolderError(faults);
  return faces;
}

let own: Face[] | undefined;
const ownFaces = (): Face[] => {
  own ??= files.map(faceOf);
  return own;
};

let chain: Face[] | undefined;
/** Fonts are a matter of the whole process, as they are for whatever draws with them. */
export const faces = (): readonly Face[] => {
  chain ??= ownFaces();
  return chain;
};

/** From now on these are tried as well, after those of the packages. */
export function addFaces(more: readonly Face[]): void {
  chain = [...ownFaces(), ...more];
}
