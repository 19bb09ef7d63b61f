import { View } from '@tarojs/components';
import type { VerificationView } from '@zhucheng/shared';
import { day } from '@/core/when';
import { a11y, Card, Facts, Icon, type IconName } from '@/ui';

const words: Record<VerificationView['result'], { icon: IconName; word: string; note: string }> = {
  genuine: { icon: 'check-green', word: '真实有效', note: '与登记簿一致，现在有效。' },
  cancelled: { icon: 'alert-coral', word: '已注销', note: '这本证书曾经是真的，但已经注销，不能再使用。' },
  unknown: {
    icon: 'alert-coral',
    word: '没有查到',
    note: '请核对号码和权利人。仍查不到的，请到登记窗口核实，谨防假证。',
  },
};

/** The answer in big words; a colour only repeats it. */
export function Verdict({ view }: { view: VerificationView }) {
  const { icon, word, note } = words[view.result];
  const rows: (readonly [string, string | null])[] = [
    ['证书', view.kindName],
    ['证号', view.number],
    ['权利人', view.rightHolders],
    ['坐落', view.location],
    ['不动产单元号', view.unitNumber],
    ['登记日期', view.issuedAt ? day(view.issuedAt) : null],
    ['注销日期', view.cancelledAt ? day(view.cancelledAt) : null],
    ['登记机构', view.authority],
  ];
  const known = rows.filter((row): row is [string, string] => Boolean(row[1]));
  return (
    <Card>
      <View className={`verdict verdict--${view.result}`} id="verdict" {...a11y({ role: 'status', live: 'polite' })}>
        <Icon name={icon} size="large" />
        <View className="verdict__word">{word}</View>
        <View>{note}</View>
        {view.remark && <View className="verdict__remark">{view.remark}</View>}
      </View>
      {known.length > 0 && <Facts rows={known} />}
    </Card>
  );
}
