import { View } from '@tarojs/components';
import { isMissing, stillMissing, ways } from '@/core/assurance';
import { Failure, sentence } from '@/core/failure';
import { go } from '@/core/go';
import { useSession } from '@/core/session';
import { Banner } from './banner';
import { Button } from './button';
import { wayNames } from './still-missing';

/** Trying again changes nothing: the grant does not reach this far. */
const final = (error: unknown): boolean => error instanceof Failure && error.code === 'AGENT_NOT_ALLOWED';

/** What could not be loaded or done, in words, with the way on. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const session = useSession();
  if (error === undefined) return null;
  const code = error instanceof Failure && isMissing(error.code) ? error.code : null;
  const missing = code && session && stillMissing(code, session.citizen);
  return (
    <View>
      <Banner kind="error">{sentence(error)}</Banner>
      {missing && (
        <Button id="failed-way" kind="quiet" onTap={() => go(ways[missing])}>
          {wayNames[missing]}
        </Button>
      )}
      {onRetry && !missing && !final(error) && (
        <Button kind="quiet" onTap={onRetry}>
          再试一次
        </Button>
      )}
    </View>
  );
}
