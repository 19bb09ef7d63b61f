import { departmentFaults } from '../adapters/config';
import { environmentFaults, filled } from '../config/environment';
import { FieldCipher, parseDataKeys, parseKey } from '../platform/crypto/field-cipher';
import { dataFindings } from './data';
import { fileFindings } from './files';
import type { Finding } from './finding';
import { type Variables, variableFindings } from './variables';

/** Null while the keys cannot be used; that is a finding of its own. */
function cipherOf({ DATA_KEYS, BLIND_INDEX_KEY }: Variables): FieldCipher | null {
  try {
    return new FieldCipher(parseDataKeys(DATA_KEYS ?? ''), parseKey(BLIND_INDEX_KEY ?? ''));
  } catch {
    return null;
  }
}

const unusable = (faults: Array<{ subject: string; fault: string }>): Finding[] =>
  faults.map((fault) => ({ ...fault, remedy: '请改正这个变量' }));

/**
 * Everything that keeps this environment from being a production one, whatever NODE_ENV says: variables, files, data, all at
 * once. What production does at start and what `npm run doctor` prints are this list.
 */
export async function examine(
  variables: Record<string, string | undefined>,
  now: number = Date.now(),
): Promise<Finding[]> {
  const given = filled(variables);
  const { faults, DATA_DIR } = environmentFaults(given);
  const url = faults.some(({ subject }) => subject === 'DATABASE_URL') ? undefined : given.DATABASE_URL;
  return [
    ...variableFindings(given),
    ...unusable(faults),
    ...unusable(departmentFaults({ ...given, DATA_DIR })),
    ...fileFindings(given, DATA_DIR, now),
    ...(await dataFindings({ url, dataDir: DATA_DIR }, cipherOf(given))),
  ];
}
