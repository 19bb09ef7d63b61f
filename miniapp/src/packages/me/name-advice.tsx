import { unprintableNameAdvice } from '@zhucheng/shared';
import { useSession } from '@/core/session';
import { Banner } from '@/ui';

/** Says in time that the own name cannot be printed; it is no fault, so nothing is refused. */
export function NameAdvice() {
  const citizen = useSession()?.citizen;
  return citizen?.namePrintable === false ? <Banner>{unprintableNameAdvice}</Banner> : null;
}
