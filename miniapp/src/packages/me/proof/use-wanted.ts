import { type AssuranceLevel, assuranceLevels } from '@zhucheng/shared';
import { useParam } from '@/core/param';

/** What the page needs from which one came. */
export function useWanted(): AssuranceLevel | undefined {
  const level = useParam('level');
  return assuranceLevels.find((one) => one === level);
}
