import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { a11y, onKeys } from './a11y';
import { Banner } from './banner';

interface Mistake {
  label: string;
  message: string;
  /** Id of the field, to jump to. */
  at?: string;
}

const jump = (at: string) => void Taro.pageScrollTo({ selector: `#${at}`, duration: 200 });

/** Says at the top of a form what has to be put right, field by field; a tap leads there. */
export function ErrorSummary({ errors }: { errors: readonly Mistake[] }) {
  if (errors.length === 0) return null;
  return (
    <View id="error-summary">
      <Banner kind="error" title={errors.length === 1 ? '有一处需要改一下' : `有 ${errors.length} 处需要改一下`}>
        {errors.map(({ label, message, at }) => (
          <View
            key={`${label}${message}`}
            {...(at ? { onClick: () => jump(at), ...onKeys(() => jump(at)), ...a11y({ role: 'link' }) } : {})}
          >
            {`${label}：${message}`}
          </View>
        ))}
      </Banner>
    </View>
  );
}
