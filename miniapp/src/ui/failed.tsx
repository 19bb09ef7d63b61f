import { View } from '@tarojs/components';
import { Failure, sentence } from '@/core/failure';
import { Button } from './button';
import { Notice } from './notice';

/** Trying again changes nothing: the grant does not reach this far. */
const final = (error: unknown): boolean => error instanceof Failure && error.code === 'AGENT_NOT_ALLOWED';

/** What could not be loaded or done, in words, with the way on. */
export const Failed = ({ error, onRetry }: { error: unknown; onRetry?: () => void }) =>
  error === undefined ? null : (
    <View>
      <Notice kind="error">{sentence(error)}</Notice>
      {onRetry && !final(error) && (
        <Button kind="quiet" onTap={onRetry}>
          再试一次
        </Button>
      )}
    </View>
  );
