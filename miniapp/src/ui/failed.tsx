import { View } from '@tarojs/components';
import { sentence } from '@/core/failure';
import { Button } from './button';
import { Notice } from './notice';

/** What could not be loaded or done, in words, with the way on. */
export const Failed = ({ error, onRetry }: { error: unknown; onRetry?: () => void }) =>
  error === undefined ? null : (
    <View>
      <Notice kind="error">{sentence(error)}</Notice>
      {onRetry && (
        <Button kind="quiet" onTap={onRetry}>
          再试一次
        </Button>
      )}
    </View>
  );
