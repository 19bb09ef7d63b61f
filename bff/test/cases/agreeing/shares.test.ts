import { type LoadedCase, missingAuthorisations } from '@zhucheng/bff/modules/cases/core/case.model';
import { secondHandTransfer } from '../../../../shared/src/business/second-hand-transfer';

type Share = [number, number] | null;

/** Sellers with these shares, of whom the given ones have authorised the content as it is. */
function sellers(shares: Share[], agreed: number[], stale: number[] = []): LoadedCase {
  const parties = shares.map((share, index) => ({
    id: `P${index}`,
    role: 'seller',
    share: share && { numerator: share[0], denominator: share[1] },
    authState: agreed.includes(index) || stale.includes(index) ? 'passed' : 'waiting',
    agreedHash: agreed.includes(index) ? 'now' : stale.includes(index) ? 'before' : null,
  }));
  return { business: secondHandTransfer, record: { contentHash: 'now' }, parties, checks: [] } as unknown as LoadedCase;
}
const missing = (loaded: LoadedCase) => missingAuthorisations(loaded, 'submission').map(({ id }) => id);

describe('owners by shares', () => {
  it.each<[string, Share[], number[], string[]]>([
    [
      'two thirds are enough',
      [
        [2, 3],
        [1, 3],
      ],
      [0],
      [],
    ],
    [
      'one third is not',
      [
        [2, 3],
        [1, 3],
      ],
      [1],
      ['P0'],
    ],
    [
      'three thirds, two of them',
      [
        [1, 3],
        [1, 3],
        [1, 3],
      ],
      [0, 2],
      [],
    ],
    [
      'three fifths fall short',
      [
        [3, 5],
        [2, 5],
      ],
      [0],
      ['P1'],
    ],
    [
      'a ten-thousandth below',
      [
        [6666, 10_000],
        [3334, 10_000],
      ],
      [0],
      ['P1'],
    ],
    [
      'a ten-thousandth above',
      [
        [6667, 10_000],
        [3333, 10_000],
      ],
      [0],
      [],
    ],
    [
      'sixths that make up two thirds',
      [
        [1, 6],
        [3, 6],
        [2, 6],
      ],
      [0, 1],
      [],
    ],
    ['joint owners all authorise', [null, null], [0], ['P1']],
    ['a share that is not known counts as joint', [[2, 3], null], [0], ['P1']],
    ['a single owner', [null], [], ['P0']],
  ])('%s', (_, shares, agreed, wanted) => {
    expect(missing(sellers(shares, agreed))).toEqual(wanted);
  });

  it('do not count with what they agreed to before', () => {
    expect(
      missing(
        sellers(
          [
            [2, 3],
            [1, 3],
          ],
          [1],
          [0],
        ),
      ),
    ).toEqual(['P0']);
  });
});
